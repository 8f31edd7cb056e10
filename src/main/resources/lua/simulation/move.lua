-- Moves the time of a simulation, and deletes the keys that have expired by then.
-- Owner: SimulatedRedis.
-- Replies: {"moved", deleted}
local now, expiries = KEYS[1], KEYS[2]
local to = ARGV[1]

redis.call('SET', now, to)
local gone = redis.call('ZRANGEBYSCORE', expiries, '-inf', to)
for _, key in ipairs(gone) do
  redis.call('DEL', key)
end
return { 'moved', #gone }
