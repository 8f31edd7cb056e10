-- Takes a notification in under a collapse key, and ends the one that stands there in the same step, so that there is never
-- more than one open. Both lives' events are told in the order of the arguments.
-- Owner: Succession.
-- Replies: as accept.lua, and
--          {"moved"}  where another one stands there by now, or its life has gone on: look and decide again
-- Arguments: those of accept.lua up to watched; who stands there, or empty; the version at which that one is ended, or empty
-- where it need not be; its last state, its line, how many lines are kept, its member; until when the place is kept; events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/enter.lua
-- include: delivery/move.lua
local notification, open, timers, user, log, inbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local place, before = KEYS[7], KEYS[8]
local keep, address, id = ARGV[8], ARGV[9], ARGV[10]
local standing, expected, state, line, lines, member, kept = unpack(ARGV, 14, 20)

if (redis.call('GET', place) or '') ~= standing then
  return { 'moved' }
end
local known = expected ~= '' and redis.call('HMGET', before, 'v', 'state', 'fan', 'watched')
if known and known[1] ~= expected then
  return { 'moved' }
end
local refused = enter(notification, open, timers, inbox, known and 1 or 0)
if refused then
  return refused
end
if known then
  move(before, open, timers, known, state, line, '', member, tonumber(lines))
end
redis.call('SET', place, id, 'PXAT', kept)
append_events(log, user, keep, address, ARGV, 21)
return person(user)
