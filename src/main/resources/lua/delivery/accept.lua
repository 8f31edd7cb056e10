-- Takes a notification in, with its first timer and its first event.
-- Owner: DeliveryStore.
-- Replies: {"accepted", name, value, ...}  with all that is known of the person
--          {"exists"}                      where the id was accepted before
--          {"full", open}                  where the person has too many open ones
-- Arguments: member, document, state, created, due, gone_at, limit, keep, address, id, listed, fan, watched, events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/enter.lua
local notification, open, timers, user, log, inbox = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6]
local keep, address = ARGV[8], ARGV[9]

local refused = enter(notification, open, timers, inbox, 0)
if refused then
  return refused
end
append_events(log, user, keep, address, ARGV, 14)
return person(user)
