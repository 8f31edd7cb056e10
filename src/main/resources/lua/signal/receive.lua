-- Takes a signal in: counts it against the rate of its URL, and appends the event of it once.
-- include: events/append.lua
-- Replies: {"received", version}
--          {"repeated", 0}            where the same signal came before
--          {"limited", milliseconds}  where too many came; after that time the count begins anew
local seen, count, user, log = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
local address, keep, limit, remembered = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
local MINUTE = 60000

local number = redis.call('INCR', count)
if number == 1 then
  redis.call('PEXPIRE', count, MINUTE)
end
if number > limit then
  return { 'limited', math.max(1, redis.call('PTTL', count)) }
end
if not redis.call('SET', seen, 1, 'NX', 'PX', remembered) then
  return { 'repeated', 0 }
end
return { 'received', append_events(log, user, keep, address, ARGV, 5) }
