-- Appends the event that a channel rejects messages, unless the same was published recently.
-- Replies: {"raised", version}
--          {"quiet"}
-- include: events/append.lua
local alarm, user, log = KEYS[1], KEYS[2], KEYS[3]
local address, keep, quiet = ARGV[1], ARGV[2], ARGV[3]

if not redis.call('SET', alarm, 1, 'NX', 'PX', quiet) then
  return { 'quiet' }
end
return { 'raised', append_events(log, user, keep, address, ARGV, 4) }
