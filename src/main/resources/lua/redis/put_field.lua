-- Writes a field of a hash, unless the field is new and the hash has as many as it may.
-- Owner: BoundedHash.
-- Replies: {"created"}
--          {"replaced"}
--          {"full"}
local hash = KEYS[1]
local field, value, limit = ARGV[1], ARGV[2], tonumber(ARGV[3])

local is_known = redis.call('HEXISTS', hash, field) == 1
if not is_known and redis.call('HLEN', hash) >= limit then
  return { 'full' }
end
redis.call('HSET', hash, field, value)
return { is_known and 'replaced' or 'created' }
