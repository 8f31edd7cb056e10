-- Stores a fan-out and sets its first timer.
-- Replies: {"created"}
--          {"exists"}  if the id was used before
local fan, timers = KEYS[1], KEYS[2]
local document, stage, gone_at, due, member = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]

if redis.call('HSETNX', fan, 'v', 1) == 0 then
  return { 'exists' }
end
redis.call('HSET', fan, 'document', document, 'stage', stage)
redis.call('PEXPIREAT', fan, gone_at)
redis.call('ZADD', timers, due, member)
return { 'created' }
