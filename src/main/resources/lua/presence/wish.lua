-- Lets a wish to be told of somebody wait, and has it looked at now. The hash lives longer than its longest wish.
-- Owner: AvailabilityStore.
-- Replies: {"created", number}
--          {"full", number}  where as many wait as may
local wishes, due = KEYS[1], KEYS[2]
local id, wish, most, lifetime, address, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4], ARGV[5], ARGV[6]

-- One field counts.
local waiting = math.max(redis.call('HLEN', wishes) - 1, 0)
if waiting >= most then
  return { 'full', waiting }
end
redis.call('HINCRBY', wishes, ':n', 1)
redis.call('HSET', wishes, id, wish)
redis.call('PEXPIRE', wishes, lifetime)
redis.call('ZADD', due, now, address)
return { 'created', waiting + 1 }
