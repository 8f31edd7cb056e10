-- Adds a subscription to those of a tenant, if there is room.
-- Replies: {"created"}
--          {"full", number}  where there are as many as there may be
local subscriptions = KEYS[1]
local id, document, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])

local number = redis.call('HLEN', subscriptions)
if number >= limit then
  return { 'full', number }
end
redis.call('HSET', subscriptions, id, document)
return { 'created' }
