-- Adds a signal URL to those of a person, if there is room.
-- Replies: {"created"}
--          {"full", number}  where there are as many as there may be
local urls = KEYS[1]
local id, document, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])

local number = redis.call('HLEN', urls)
if number >= limit then
  return { 'full', number }
end
redis.call('HSET', urls, id, document)
return { 'created' }
