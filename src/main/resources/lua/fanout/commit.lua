-- Records the state of a fan-out, if it has not changed since, and sets its timer; an empty time means that no timer is
-- left.
-- Replies: {"committed", version}
--          {"conflict", version}  the current one
--          {"gone"}               if the fan-out does not exist
local fan, timers = KEYS[1], KEYS[2]
local expected, stage, due, member = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local version = redis.call('HGET', fan, 'v')
if not version then
  redis.call('ZREM', timers, member)
  return { 'gone' }
end
if version ~= expected then
  return { 'conflict', version }
end
redis.call('HSET', fan, 'v', version + 1, 'stage', stage)
if due == '' then
  redis.call('ZREM', timers, member)
else
  redis.call('ZADD', timers, due, member)
end
return { 'committed', version + 1 }
