-- Adds subscribers to a topic, all or none of them.
-- Replies: {"subscribed", added, total}
--          {"full", total}    if the topic would exceed its limit
--          {"topics", number} if the tenant has reached its limit of topics
local topic, names = KEYS[1], KEYS[2]
local name, limit, topics = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])

local total = redis.call('ZCARD', topic)
local added = 0
for i = 4, #ARGV do
  if not redis.call('ZSCORE', topic, ARGV[i]) then
    added = added + 1
  end
end
if total + added > limit then
  return { 'full', total }
end
if total == 0 and redis.call('ZCARD', names) >= topics then
  return { 'topics', redis.call('ZCARD', names) }
end
for i = 4, #ARGV do
  redis.call('ZADD', topic, 0, ARGV[i])
end
redis.call('ZADD', names, 0, name)
return { 'subscribed', added, total + added }
