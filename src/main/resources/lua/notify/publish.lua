-- Activates a version of a tenant's rules, if it is the one after the newest. The oldest versions are dropped.
-- Owner: RuleSetStore.
-- Replies: {"published", number}
--          {"conflict", number}   if a concurrent publication came first; the number is the newest
local book, active = KEYS[1], KEYS[2]
local tenant, number, document, kept = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local newest = tonumber(redis.call('HGET', book, 'number') or '0')
if number ~= newest + 1 then
  return { 'conflict', newest }
end
redis.call('HSET', book, 'number', number, number, document)
redis.call('HDEL', book, number - kept)
redis.call('HSET', active, tenant, number)
return { 'published', number }
