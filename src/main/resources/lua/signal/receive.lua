-- Counts a signal against the rate limit of its URL, and appends its event once.
-- Replies: {"received", version}
--          {"repeated", 0}            if the same signal was received before
--          {"limited", milliseconds}  if the limit was reached; the time until the count starts again
-- include: events/append.lua
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
