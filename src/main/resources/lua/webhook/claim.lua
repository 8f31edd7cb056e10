-- Claims due deliveries of one subscription. Each is postponed by the lease, so that it is claimed again if its attempt
-- is never settled. If more are due than the limit, the caller claims again by itself; the lease covers the case that
-- it dies.
-- Replies: {"claimed", {event, tenant, user, attempts, base, body}, ...}
local queue, due = KEYS[1], KEYS[2]
local subscription, now, lease, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local deliveries = ARGV[5]

local reply = { 'claimed' }
for _, event in ipairs(redis.call('ZRANGEBYSCORE', queue, '-inf', now, 'LIMIT', 0, limit)) do
  local known = redis.call('HMGET', deliveries .. event, 'tenant', 'user', 'attempts', 'base', 'body')
  if known[5] then
    redis.call('ZADD', queue, now + lease, event)
    reply[#reply + 1] = { event, known[1], known[2], known[3], known[4], known[5] }
  else
    redis.call('ZREM', queue, event)
  end
end
local first = redis.call('ZRANGE', queue, 0, 0, 'WITHSCORES')[2]
if not first then
  redis.call('ZREM', due, subscription)
elseif tonumber(first) <= now then
  redis.call('ZADD', due, now + lease, subscription)
else
  redis.call('ZADD', due, first, subscription)
end
return reply
