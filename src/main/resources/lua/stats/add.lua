-- Adds to the counters of a hash, which then expires later.
-- Replies: {"ok"}
local lifetime = ARGV[1]
for i = 2, #ARGV, 2 do
  redis.call('HINCRBY', KEYS[1], ARGV[i], ARGV[i + 1])
end
redis.call('PEXPIRE', KEYS[1], lifetime)
return { 'ok' }
