-- Adds a subscription to a tenant within its limit. If it is the first of all tenants, the logs have no reader yet: then
-- the consumer group is created in each of them at the current end.
-- Replies: {"created"}
--          {"full", number}  if the limit is reached
local subscriptions, tenants = KEYS[1], KEYS[2]
local id, document, limit, tenant, group = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5]

local number = redis.call('HLEN', subscriptions)
if number >= limit then
  return { 'full', number }
end
if redis.call('EXISTS', tenants) == 0 then
  for log = 3, #KEYS do
    redis.pcall('XGROUP', 'DESTROY', KEYS[log], group)
    redis.call('XGROUP', 'CREATE', KEYS[log], group, '$', 'MKSTREAM')
  end
end
redis.call('HSET', subscriptions, id, document)
redis.call('SADD', tenants, tenant)
return { 'created' }
