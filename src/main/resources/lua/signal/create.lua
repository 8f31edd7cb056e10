-- Adds a signal URL to those of a user, if the limit permits.
-- Replies: {"created"}
--          {"full", number}  if the user has reached the limit
local urls = KEYS[1]
local id, document, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])

local number = redis.call('HLEN', urls)
if number >= limit then
  return { 'full', number }
end
redis.call('HSET', urls, id, document)
return { 'created' }
