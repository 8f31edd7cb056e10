-- Takes in one delivery, one event on its way to one subscription, and wakes whoever sends for the subscription.
-- Replies: {"queued"}
--          {"duplicate"}      where this event is or was on its way to this subscription
--          {"full", waiting}  where too many wait already
-- include: webhook/store.lua
local delivery, queue, list, due = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local subscription, event, tenant, type, user, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local now, keep, waiting, listed = ARGV[7], ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])

if redis.call('EXISTS', delivery) == 1 then
  return { 'duplicate' }
end
local count = redis.call('ZCARD', queue)
if count >= waiting then
  return { 'full', count }
end
store_delivery(delivery, list, event, tenant, type, user, body, now, keep, listed)
redis.call('ZADD', queue, now, event)
redis.call('PEXPIRE', queue, keep)
redis.call('ZADD', due, 'LT', now, subscription)
return { 'queued' }
