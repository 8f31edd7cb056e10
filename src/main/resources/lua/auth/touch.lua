-- Writes a field of a record that still exists, so that a record that was deleted meanwhile does not come back.
-- Owner: ApiKeys.
-- Replies: {"replaced"}
--          {"gone"}
local record = KEYS[1]
local field, value = ARGV[1], ARGV[2]

if redis.call('EXISTS', record) == 0 then
  return { 'gone' }
end
redis.call('HSET', record, field, value)
return { 'replaced' }
