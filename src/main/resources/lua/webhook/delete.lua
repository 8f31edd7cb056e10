-- Removes a subscription; with a tenant's last one, also the tenant from the set of tenants with subscriptions.
-- Replies: {"deleted"}
--          {"gone"}
local subscriptions, tenants = KEYS[1], KEYS[2]
local id, tenant = ARGV[1], ARGV[2]

if redis.call('HDEL', subscriptions, id) == 0 then
  return { 'gone' }
end
if redis.call('EXISTS', subscriptions) == 0 then
  redis.call('SREM', tenants, tenant)
end
return { 'deleted' }
