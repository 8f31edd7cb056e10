-- Commits one transition of a notification, if the state is still at the version that the transition was computed from.
-- An empty due time means that no timer is left: the notification has ended. It expires a while after it would have expired
-- unanswered; one that lasts long expires a while from now on, unless it is part of a fan-out.
-- Owner: NotificationStore.
-- Replies: {"committed", version}
--          {"conflict", version, state}  the current ones
--          {"gone"}                      if the notification does not exist
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/transition.lua
-- include: delivery/current.lua
local notification, open, timers, user, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local expected, state, line, due = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
local member, keep, address, lines = ARGV[5], ARGV[6], ARGV[7], tonumber(ARGV[8])
local retention = tonumber(ARGV[9])

local known, refused = current(notification, open, timers, member, expected)
if not known then
  return refused
end
local version = transition(notification, open, timers, known, state, line, due, member, lines)
if due == '' and known[5] and not known[3] and redis.call('PTTL', notification) > retention then
  redis.call('PEXPIRE', notification, retention)
end
append_events(log, user, keep, address, ARGV, 10)
return { 'committed', version }
