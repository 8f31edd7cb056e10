-- Appends an event of a subscription to the log. The subscription is its own subject, with a version of its own.
-- Replies: {"told", version}
-- include: events/append.lua
local health, log = KEYS[1], KEYS[2]
local address, keep = ARGV[1], ARGV[2]
local REMEMBERED = 90 * 86400000

local version = append_events(log, health, keep, address, ARGV, 3)
redis.call('PEXPIRE', health, REMEMBERED)
return { 'told', version }
