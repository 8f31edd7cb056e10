-- Says when wishes to be told of somebody are to be looked at next. Not if another wish has come since they were read; nor
-- later than a commit of presence has said since: what was claimed stands at the time of its next claim, which is ahead.
-- Owner: AvailabilityStore.
-- Replies: {"later", time}
--          {"changed"}
--          {"none"}    where none waits
local wishes, due = KEYS[1], KEYS[2]
local address, counter, at, claimed = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

if redis.call('HLEN', wishes) <= 1 then
  redis.call('ZREM', due, address)
  return { 'none' }
end
if redis.call('HGET', wishes, ':n') ~= counter then
  return { 'changed' }
end
local due_at = tonumber(redis.call('ZSCORE', due, address) or '0')
if due_at < claimed then
  return { 'changed' }
end
redis.call('ZADD', due, at, address)
return { 'later', at }
