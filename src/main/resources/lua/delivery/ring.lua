-- Lends a person's one right to sound to a session for a short time, or lends it on to the session that has it, if the
-- notification's life is still at the version at which that session's device was found to be the one that rings. The fence
-- grows with each new holder. Only the clock of Redis counts.
-- Owner: RingLeases.
-- Replies: {"granted", fence, until}
--          {"held", fence, until}      where another session has it
--          {"stale", version}          where the life has moved on; 0 where it is gone
local notification, ring = KEYS[1], KEYS[2]
local expected, session, lease, keep = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]

local version = redis.call('HGET', notification, 'v')
if version ~= expected then
  return { 'stale', version or '0' }
end
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local holder, fence, ends = unpack(redis.call('HMGET', ring, 'session', 'fence', 'until'))
local held = holder and tonumber(ends) > now
if held and holder ~= session then
  return { 'held', fence, ends }
end
fence = tonumber(fence or '0') + (held and 0 or 1)
redis.call('HSET', ring, 'session', session, 'fence', fence, 'until', now + lease)
redis.call('PEXPIRE', ring, keep)
return { 'granted', fence, now + lease }
