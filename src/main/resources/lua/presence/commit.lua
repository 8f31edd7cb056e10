-- Changes a person, if it still has the version that the change is based on and the named fields still have the values
-- that were read. An empty value deletes the field; an empty review time means that none is due.
-- A version is never used twice: it is the time, or one more than the last, so that an old version cannot get a
-- new meaning after Redis has lost its last second or all data.
-- Replies: {"committed", version}
--          {"conflict", name, value, ...}  with all fields as they are now
-- include: events/append.lua
local user, due, log, checks, present = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local expected, now, lifetime, review = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
local address, keep, seen, changes = ARGV[5], ARGV[6], tonumber(ARGV[7]), tonumber(ARGV[8])
local from, to = ARGV[9], ARGV[10]
local first_change = 11 + 2 * seen
local first_event = first_change + 2 * changes

local known = redis.call('HGET', user, 'pv') or '0'
local same = known == expected
for i = 11, first_change - 1, 2 do
  same = same and redis.call('HGET', user, ARGV[i]) == ARGV[i + 1]
end
if not same then
  local reply = redis.call('HGETALL', user)
  table.insert(reply, 1, 'conflict')
  return reply
end

if changes > 0 then
  known = string.format('%.0f', math.max(tonumber(known) + 1, now))
  redis.call('HSET', user, 'pv', known)
  for i = first_change, first_event - 1, 2 do
    if ARGV[i + 1] == '' then
      redis.call('HDEL', user, ARGV[i])
    else
      redis.call('HSET', user, ARGV[i], ARGV[i + 1])
    end
  end
end
-- The users who are online are counted by attention; an empty word is a user who is not.
if from ~= to then
  if from ~= '' and redis.call('HINCRBY', present, from, -1) <= 0 then
    redis.call('HDEL', present, from)
  end
  if to ~= '' then
    redis.call('HINCRBY', present, to, 1)
  end
end
-- Availability requests for this person are checked now.
redis.call('ZADD', checks, 'XX', 'LT', now, address)
append_events(log, user, keep, address, ARGV, first_event)
redis.call('PEXPIRE', user, lifetime)
if review == '' then
  redis.call('ZREM', due, address)
else
  redis.call('ZADD', due, review, address)
end
return { 'committed', known }
