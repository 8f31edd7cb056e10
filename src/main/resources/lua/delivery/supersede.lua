-- Stores a notification under a collapse key, and ends the current holder of the key in the same step, so that never
-- more than one is open. The events of both are appended in the order of the arguments.
-- Owner: CollapseStore.
-- Replies: as accept.lua, and
--          {"moved"}  if the holder of the key or its state has changed: read and compute again
-- Arguments: those of accept.lua up to lasting; the holder as the caller knows it, or empty; the version at which it is
-- ended, or empty if it need not be; its last state, its line, the number of lines to keep, its member; the expiry of
-- the key; events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/insert.lua
-- include: delivery/transition.lua
local notification, open, timers, user, log, inbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local place, before = KEYS[7], KEYS[8]
local keep, address, id = ARGV[8], ARGV[9], ARGV[10]
local holder, expected, state, line, lines, member, kept = unpack(ARGV, 15, 21)

if (redis.call('GET', place) or '') ~= holder then
  return { 'moved' }
end
local known = expected ~= '' and redis.call('HMGET', before, 'v', 'state', 'fan', 'watched')
if known and known[1] ~= expected then
  return { 'moved' }
end
local refused = insert(notification, open, timers, inbox, known and 1 or 0)
if refused then
  return refused
end
if known then
  transition(before, open, timers, known, state, line, '', member, tonumber(lines))
end
redis.call('SET', place, id, 'PXAT', kept)
append_events(log, user, keep, address, ARGV, 22)
return person(user)
