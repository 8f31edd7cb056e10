-- Queues one event for subscriptions of this shard: a delivery for each. It is due now; or, if the caller makes the first
-- attempt itself, after the lease, as if it had been claimed.
-- Replies: {"enqueued", result for each, ...}
--          "queued"
--          "duplicate"  if this event was queued for this subscription before
--          "full"       if the queue has reached its limit
-- include: webhook/store.lua
local due = KEYS[1]
local event, tenant, type, user, body = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
local now, keep, waiting, listed = ARGV[6], ARGV[7], tonumber(ARGV[8]), tonumber(ARGV[9])

local function enqueue(delivery, queue, list, subscription, at)
  if redis.call('EXISTS', delivery) == 1 then
    return 'duplicate'
  end
  if redis.call('ZCARD', queue) >= waiting then
    return 'full'
  end
  store_delivery(delivery, list, event, tenant, type, user, body, now, keep, listed)
  redis.call('ZADD', queue, at, event)
  redis.call('PEXPIRE', queue, keep)
  redis.call('ZADD', due, 'LT', at, subscription)
  return 'queued'
end

local reply = { 'enqueued' }
for n = 1, (#KEYS - 1) / 3 do
  local subscription, at = ARGV[8 + 2 * n], ARGV[9 + 2 * n]
  reply[n + 1] = enqueue(KEYS[3 * n - 1], KEYS[3 * n], KEYS[3 * n + 1], subscription, at)
end
return reply
