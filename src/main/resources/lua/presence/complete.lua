-- Completes an availability request with its one event. A second caller finds it gone.
-- Owner: AvailabilityStore.
-- Replies: {"completed", version}
--          {"gone"}
-- include: events/append.lua
local requests, user, log = KEYS[1], KEYS[2], KEYS[3]
local id, address, keep, lifetime = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if redis.call('HDEL', requests, id) == 0 then
  return { 'gone' }
end
local version = append_events(log, user, keep, address, ARGV, 5)
redis.call('PEXPIRE', user, lifetime)
return { 'completed', version }
