-- Records how an attempt ended, if no other attempt was recorded since it began. An empty next time ends the delivery.
-- Replies: {"settled"}
--          {"late", state, attempts}  where another attempt was recorded
--          {"gone"}                   where the delivery is forgotten
local delivery, queue, due = KEYS[1], KEYS[2], KEYS[3]
local subscription, event, attempt, line = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local state, next, keep = ARGV[5], ARGV[6], ARGV[7]

local known = redis.call('HMGET', delivery, 'state', 'attempts')
if not known[1] then
  redis.call('ZREM', queue, event)
  return { 'gone' }
end
if known[1] ~= 'pending' or tonumber(known[2]) ~= attempt - 1 then
  return { 'late', known[1], known[2] }
end
redis.call('HSET', delivery, 'attempts', attempt, 'attempt:' .. attempt, line, 'state', state, 'next', next)
redis.call('PEXPIRE', delivery, keep)
if next == '' then
  redis.call('ZREM', queue, event)
else
  redis.call('ZADD', queue, next, event)
  redis.call('PEXPIRE', queue, keep)
  redis.call('ZADD', due, 'LT', next, subscription)
end
return { 'settled' }
