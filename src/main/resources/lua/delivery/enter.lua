-- Takes a notification in: its record, its place among the open ones, in the list of its person and, where it is a part, in
-- the counts of the whole, and its first timer. Arguments as accept.lua names them. Answers why not; nil where it has.
-- The list of a person's notifications holds the newest; an empty fan says that it is no part of one for many.
local function enter(notification, open, timers, inbox, leaving)
  local member, document, state, created = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  local due, gone_at, limit = ARGV[5], ARGV[6], tonumber(ARGV[7])
  local id, listed, fan, watched = ARGV[10], tonumber(ARGV[11]), ARGV[12], ARGV[13]

  if redis.call('EXISTS', notification) == 1 then
    return { 'exists' }
  end
  local count = redis.call('ZCARD', open)
  if count - leaving >= limit then
    return { 'full', count }
  end
  redis.call('HSET', notification, 'v', 1, 'state', state, 'document', document)
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
end

local function person(user)
  local reply = redis.call('HGETALL', user)
  table.insert(reply, 1, 'accepted')
  return reply
end
