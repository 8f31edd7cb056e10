-- Stores a new notification together with its first step, if the user is still at the version on which that step was
-- decided, and no other notification of the user sounded less than the distance ago. Otherwise stores it undecided, as
-- accept.lua does. It is no part of a fan-out.
-- The user's field 'inbox' is the time until which the inbox is kept at least, so that not each notification asks for it.
-- Owner: FirstStepStore.
-- Replies: {"begun"}                       at version 2
--          {"accepted", name, value, ...}  undecided, with all fields of the user
--          {"exists"}, {"full", open}      as accept.lua
-- Arguments: those of accept.lua up to lasting; the expected version of the user, the state after the step, its due time,
-- its line, the time of its sound or empty, the distance; the event of the acceptance, those of the step.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/insert.lua
-- include: delivery/transition.lua
local notification, open, timers, user, log, inbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local keep, address, id = ARGV[8], ARGV[9], ARGV[10]
local expected, state, due, line, sound, distance = unpack(ARGV, 15, 20)

local version, rang, events, kept = unpack(redis.call('HMGET', user, 'pv', 'rang', 'v', 'inbox'))
local last = sound ~= '' and distance ~= '0' and tonumber(string.match(rang or '', '^%d+'))
local first = nil
if version == expected and not (last and math.abs(tonumber(sound) - last) < tonumber(distance)) then
  first = { state, due, line }
end
local refused, longer = insert(notification, open, timers, inbox, 0, first, tonumber(kept or 0))
if refused then
  return refused
end
if not first then
  append_events(log, user, keep, address, { ARGV[21], ARGV[22] }, 1)
  return person(user)
end
count_held(notification, '', state)
local before = tonumber(events or 0)
local after = before + (#ARGV - 20) / 2
local changes = { 'v', after }
if sound ~= '' then
  table.insert(changes, 'rang')
  table.insert(changes, sound .. ' ' .. id)
end
if longer then
  table.insert(changes, 'inbox')
  table.insert(changes, longer)
end
redis.call('HSET', user, unpack(changes))
keep_user(user, before, after)
append_entries(log, after, keep, address, ARGV, 21)
return { 'begun' }
