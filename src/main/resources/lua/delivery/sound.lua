-- Commits one transition by which a notification makes a sound, unless another notification of the user made one less
-- than the distance ago. The last sound is the user's field 'rang': its time in milliseconds and its notification.
-- Owner: NotificationStore.
-- Replies: {"committed", version}
--          {"conflict", version, state}  the current ones
--          {"gone"}                      if the notification does not exist
--          {"rang"}                      if another one sounded too recently; nothing is changed
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/transition.lua
-- include: delivery/current.lua
local notification, open, timers, user, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local expected, state, line, due = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local member, keep, address, lines = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local now, distance = ARGV[9], tonumber(ARGV[10])

local known, refused = current(notification, open, timers, member, expected)
if not known then
  return refused
end
local id = string.match(member, '[^:]+$')
local at, by = string.match(redis.call('HGET', user, 'rang') or '', '^(%d+) (.+)$')
if at and by ~= id and math.abs(tonumber(now) - tonumber(at)) < distance then
  return { 'rang' }
end
redis.call('HSET', user, 'rang', now .. ' ' .. id)
local version = transition(notification, open, timers, known, state, line, due, member, lines)
append_events(log, user, keep, address, ARGV, 11)
return { 'committed', version }
