-- Makes a delivery due at once that has ended or waits for a retry; its retry schedule starts over.
-- Replies: {"queued"}
--          {"pending"}  if an attempt is in flight or the first one was not made yet
--          {"gone"}     if it has expired
local delivery, queue, due, dead = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local subscription, event, now, keep = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

local known = redis.call('HMGET', delivery, 'state', 'attempts', 'base', 'next')
if not known[1] then
  return { 'gone' }
end
if known[1] == 'pending' then
  local has_failed = tonumber(known[2]) > tonumber(known[3])
  local is_claimed = redis.call('ZSCORE', queue, event) ~= known[4]
  if is_claimed or not has_failed then
    return { 'pending' }
  end
end
redis.call('HSET', delivery, 'state', 'pending', 'base', known[2], 'next', now)
redis.call('PEXPIRE', delivery, keep)
redis.call('ZREM', dead, event)
redis.call('ZADD', queue, now, event)
redis.call('PEXPIRE', queue, keep)
redis.call('ZADD', due, 'LT', now, subscription)
return { 'queued' }
