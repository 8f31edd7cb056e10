-- Appends an event that a channel refuses what it is given, unless the same was told of a short while ago.
-- Replies: {"told", version}
--          {"quiet"}
-- include: events/append.lua
local alarm, user, log = KEYS[1], KEYS[2], KEYS[3]
local address, keep, quiet = ARGV[1], ARGV[2], ARGV[3]

if not redis.call('SET', alarm, 1, 'NX', 'PX', quiet) then
  return { 'quiet' }
end
return { 'told', append_events(log, user, keep, address, ARGV, 4) }
