-- Takes a notification in: its record, its place among the open ones, its first timer and its first event.
-- Replies: {"accepted", name, value, ...}  with all that is known of the person
--          {"exists"}                      where the id was accepted before
--          {"full", open}                  where the person has too many open ones
-- The list of a person's notifications holds the newest; an empty fan says that it is no part of one for many.
-- include: events/append.lua
-- include: delivery/part.lua
local notification, open, timers, user, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local inbox = KEYS[6]
local member, document, state, created = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local due, gone_at, limit, keep, address = ARGV[5], ARGV[6], tonumber(ARGV[7]), ARGV[8], ARGV[9]
local id, listed, fan, watched = ARGV[10], tonumber(ARGV[11]), ARGV[12], ARGV[13]

local count = redis.call('ZCARD', open)
if count >= limit then
  if redis.call('EXISTS', notification) == 1 then
    return { 'exists' }
  end
  return { 'full', count }
end
if redis.call('HSETNX', notification, 'v', 1) == 0 then
  return { 'exists' }
end
redis.call('HSET', notification, 'state', state, 'document', document)
redis.call('PEXPIREAT', notification, gone_at)
redis.call('ZADD', open, created, member)
if redis.call('PTTL', open) < gone_at - created then
  redis.call('PEXPIREAT', open, gone_at)
end
redis.call('ZADD', timers, due, member)
redis.call('ZADD', inbox, 0, id)
redis.call('ZREMRANGEBYRANK', inbox, 0, -listed - 1)
if redis.call('PTTL', inbox) < gone_at - created then
  redis.call('PEXPIREAT', inbox, gone_at)
end
if fan ~= '' then
  redis.call('HSET', notification, 'fan', fan, 'watched', watched)
  new_part(notification, fan, member, gone_at)
end
append_events(log, user, keep, address, ARGV, 14)

local reply = redis.call('HGETALL', user)
table.insert(reply, 1, 'accepted')
return reply
