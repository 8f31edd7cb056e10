-- Records the outcome of an attempt, unless another attempt was recorded since it began, and the health of its endpoint.
-- An empty next time ends the delivery; then the next one of the same user's line is queued.
-- Replies: {"settled", failing since or "", failures since}  as before a success, or as after a failure
--          {"late", state, attempts}  if another attempt was recorded
--          {"gone", "", 0}            if the delivery has expired
-- include: webhook/health.lua
-- include: webhook/advance.lua
local delivery, queue, due, line, health, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local subscription, event, attempt, record = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local state, next, keep, now, letters = ARGV[5], ARGV[6], ARGV[7], ARGV[8], tonumber(ARGV[9])

local known = redis.call('HMGET', delivery, 'state', 'attempts')
if not known[1] then
  advance(queue, due, line, subscription, event, now)
  return { 'gone', '', 0 }
end
if known[1] ~= 'pending' or tonumber(known[2]) ~= attempt - 1 then
  return { 'late', known[1], known[2] }
end
redis.call('HSET', delivery, 'attempts', attempt, 'attempt:' .. attempt, record, 'state', state, 'next', next)
redis.call('PEXPIRE', delivery, keep)
if next == '' then
  advance(queue, due, line, subscription, event, now)
else
  redis.call('ZADD', queue, next, event)
  redis.call('PEXPIRE', queue, keep)
  redis.call('ZADD', due, 'LT', next, subscription)
end
if state == 'dead' then
  redis.call('ZADD', dead, now, event)
  redis.call('ZREMRANGEBYRANK', dead, 0, -letters - 1)
  redis.call('PEXPIRE', dead, keep)
end
if state == 'discarded' then
  return { 'settled', '', 0 }
end
local since, failures = record_health(health, state, now)
return { 'settled', since, failures }
