-- Appends an event of a thing that is no person to the log. The thing is its own subject, and counts its own versions.
-- Replies: {"told", version}
-- include: events/append.lua
local thing, log = KEYS[1], KEYS[2]
local address, keep = ARGV[1], ARGV[2]

return { 'told', append_events(log, thing, keep, address, ARGV, 3) }
