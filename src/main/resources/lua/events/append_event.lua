-- Appends an event about a resource that is not a user. The resource is the subject, with its own version counter.
-- Replies: {"appended", version}
-- include: events/append.lua
local counter, log = KEYS[1], KEYS[2]
local address, keep = ARGV[1], ARGV[2]

return { 'appended', (append_to_log(log, counter, keep, address, ARGV, 3)) }
