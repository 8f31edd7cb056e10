-- Queues one delivery behind all earlier ones of the same user: only the head of a user's line is in the queue.
-- Replies: {"queued"}
--          {"duplicate"}      if this event was queued for this subscription before
--          {"full", waiting}  if the queue has reached its limit
-- include: webhook/store.lua
local delivery, queue, list, due, line = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local subscription, event, tenant, type, user, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local now, keep, waiting, listed = ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])

if redis.call('EXISTS', delivery) == 1 then
  return { 'duplicate' }
end
local count = redis.call('ZCARD', queue) + redis.call('LLEN', line)
if count >= waiting then
  return { 'full', count }
end
store_delivery(delivery, list, event, tenant, type, user, body, now, keep, listed)
if redis.call('RPUSH', line, event) == 1 then
  redis.call('ZADD', queue, now, event)
  redis.call('ZADD', due, 'LT', now, subscription)
end
redis.call('PEXPIRE', line, keep)
redis.call('PEXPIRE', queue, keep)
return { 'queued' }
