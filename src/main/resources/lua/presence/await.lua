-- Stores an availability request and schedules an immediate check. The hash outlives its longest request.
-- Owner: AvailabilityStore.
-- Replies: {"created", number}
--          {"full", number}  if the limit is reached
local requests, due = KEYS[1], KEYS[2]
local id, request, most, lifetime, address, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]

-- One field is the counter.
local waiting = math.max(redis.call('HLEN', requests) - 1, 0)
if waiting >= most then
  return { 'full', waiting }
end
redis.call('HINCRBY', requests, ':n', 1)
redis.call('HSET', requests, id, request)
redis.call('PEXPIRE', requests, lifetime)
redis.call('ZADD', due, now, address)
return { 'created', waiting + 1 }
