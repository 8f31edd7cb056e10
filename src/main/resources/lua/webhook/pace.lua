-- Queues one delivery of a subscription with a minimum interval per user and type. A delivery within the interval waits
-- for its end, and replaces an earlier one that waits.
-- Replies: {"queued"}
--          {"duplicate"}      if this event was queued for this subscription before
--          {"full", waiting}  if the queue has reached its limit
-- include: webhook/store.lua
local delivery, queue, list, due, pace = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local subscription, event, tenant, type, user, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6]
local now, keep, waiting, listed = tonumber(ARGV[7]), ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
local interval, deliveries = tonumber(ARGV[11]), ARGV[12]

if redis.call('EXISTS', delivery) == 1 then
  return { 'duplicate' }
end
local count = redis.call('ZCARD', queue)
if count >= waiting then
  return { 'full', count }
end
local at = now
local known = redis.call('GET', pace)
if known then
  local last, earlier = string.match(known, '^(%d+)|(.+)$')
  last = tonumber(last)
  if last > now then
    at = last
    redis.call('ZREM', queue, earlier)
    redis.call('HSET', deliveries .. earlier, 'state', 'discarded', 'next', '')
  else
    at = math.max(now, last + interval)
  end
end
redis.call('SET', pace, string.format('%.0f|%s', at, event), 'PX', at - now + interval)
store_delivery(delivery, list, event, tenant, type, user, body, string.format('%.0f', at), keep, listed)
redis.call('ZADD', queue, at, event)
redis.call('PEXPIRE', queue, keep)
redis.call('ZADD', due, 'LT', at, subscription)
return { 'queued' }
