-- Replaces a document in a field of a hash if it is still unchanged (compare and set).
-- Owner: DocumentField.
-- Replies: {"replaced"}
--          {"conflict", document}  if it was changed in the meantime; the current one
--          {"gone"}
local documents = KEYS[1]
local id, expected, document = ARGV[1], ARGV[2], ARGV[3]

local known = redis.call('HGET', documents, id)
if not known then
  return { 'gone' }
end
if known ~= expected then
  return { 'conflict', known }
end
redis.call('HSET', documents, id, document)
return { 'replaced' }
