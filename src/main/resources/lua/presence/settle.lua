-- Ends a wish to be told of somebody by its one event. Who comes second finds that it has ended.
-- Owner: AvailabilityStore.
-- Replies: {"settled", version}
--          {"gone"}
-- include: events/append.lua
local wishes, user, log = KEYS[1], KEYS[2], KEYS[3]
local id, address, keep, lifetime = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if redis.call('HDEL', wishes, id) == 0 then
  return { 'gone' }
end
local version = append_events(log, user, keep, address, ARGV, 5)
redis.call('PEXPIRE', user, lifetime)
return { 'settled', version }
