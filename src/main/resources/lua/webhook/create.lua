-- Adds a subscription to those of a tenant, if there is room. Where nobody had any, nobody has read the logs: then the group
-- of their readers begins in all of them with what comes from now on.
-- Replies: {"created"}
--          {"full", number}  where there are as many as there may be
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
