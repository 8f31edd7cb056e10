-- Stores a new notification with its first timer and its first event.
-- Owner: NotificationStore.
-- Replies: {"accepted", name, value, ...}  with all fields of the user
--          {"exists"}                      if the id was stored before
--          {"full", open}                  if the user has too many open notifications
-- Arguments: member, document, state, created, due, gone_at, limit, keep, address, id, listed, fan, watched, lasting, events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/insert.lua
local notification, open, timers, user, log, inbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local keep, address = ARGV[8], ARGV[9]

local refused = insert(notification, open, timers, inbox, 0)
if refused then
  return refused
end
append_events(log, user, keep, address, ARGV, 15)
return person(user)
