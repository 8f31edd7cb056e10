-- Sets the timer of a fan-out, if nothing has been recorded since it was read.
-- Replies: {"set"}
--          {"conflict"}
local fan, timers = KEYS[1], KEYS[2]
local expected, due, member = ARGV[1], ARGV[2], ARGV[3]

if redis.call('HGET', fan, 'v') ~= expected then
  return { 'conflict' }
end
redis.call('ZADD', timers, due, member)
return { 'set' }
