-- Takes in one delivery of which a person's receiver wants at most one in an interval. What comes in between waits for
-- the end of it, and the latest takes the place of one that waits.
-- Replies: {"queued"}
--          {"duplicate"}      where this event is or was on its way to this subscription
--          {"full", waiting}  where too many wait already
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
