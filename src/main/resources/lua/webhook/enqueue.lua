-- Takes in one delivery, one event on its way to one subscription, and wakes whoever sends for the subscription.
-- Replies: {"queued"}
--          {"duplicate"}      where this event is or was on its way to this subscription
--          {"full", waiting}  where too many wait already
local delivery, queue, list, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local subscription, event, tenant, type, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local now, keep, waiting, listed = ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])

if redis.call('EXISTS', delivery) == 1 then
  return { 'duplicate' }
end
local count = redis.call('ZCARD', queue)
if count >= waiting then
  return { 'full', count }
end
redis.call('HSET', delivery, 'event', event, 'tenant', tenant, 'type', type, 'body', body,
  'state', 'pending', 'attempts', 0, 'next', now)
redis.call('ZADD', queue, now, event)
redis.call('ZADD', list, 0, event)
redis.call('ZREMRANGEBYRANK', list, 0, -listed - 1)
for _, key in ipairs({ delivery, queue, list }) do
  redis.call('PEXPIRE', key, keep)
end
redis.call('ZADD', due, 'LT', now, subscription)
return { 'queued' }
