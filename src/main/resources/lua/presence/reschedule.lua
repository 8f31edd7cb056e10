-- Schedules the next check of a user's availability requests, unless a request was added since they were read, or a
-- presence commit has scheduled an earlier check: an entry claimed by this check is due at its next claim, in the future.
-- Owner: AvailabilityStore.
-- Replies: {"later", time}
--          {"changed"}
--          {"none"}    if none is pending
local requests, due = KEYS[1], KEYS[2]
local address, counter, at, claimed = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])

if redis.call('HLEN', requests) <= 1 then
  redis.call('ZREM', due, address)
  return { 'none' }
end
if redis.call('HGET', requests, ':n') ~= counter then
  return { 'changed' }
end
local due_at = tonumber(redis.call('ZSCORE', due, address) or '0')
if due_at < claimed then
  return { 'changed' }
end
redis.call('ZADD', due, at, address)
return { 'later', at }
