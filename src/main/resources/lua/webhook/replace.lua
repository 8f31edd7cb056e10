-- Replaces a subscription if it is still unchanged (compare and set).
-- Replies: {"replaced"}
--          {"conflict"}  if it was changed in the meantime
--          {"gone"}
local subscriptions = KEYS[1]
local id, expected, document = ARGV[1], ARGV[2], ARGV[3]

local known = redis.call('HGET', subscriptions, id)
if not known then
  return { 'gone' }
end
if known ~= expected then
  return { 'conflict' }
end
redis.call('HSET', subscriptions, id, document)
return { 'replaced' }
