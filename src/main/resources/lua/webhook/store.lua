-- Stores one delivery and lists it for the API. Shared by the scripts that queue deliveries.
local function store_delivery(delivery, list, event, tenant, type, user, body, at, keep, listed)
  redis.call('HSET', delivery, 'event', event, 'tenant', tenant, 'type', type, 'user', user, 'body', body,
    'state', 'pending', 'attempts', 0, 'base', 0, 'next', at)
  redis.call('ZADD', list, 0, event)
  redis.call('ZREMRANGEBYRANK', list, 0, -listed - 1)
  redis.call('PEXPIRE', delivery, keep)
  redis.call('PEXPIRE', list, keep)
end
