-- Leases a user's single right to sound to a session for a short time, or renews the lease of the session that has it,
-- if the notification is still at the version at which that session's device was found to be the one that rings. The
-- fence grows with each new holder. Only the clock of Redis counts.
-- Owner: RingLeases.
-- Replies: {"granted", fence, until}
--          {"held", fence, until}      if another session has it
--          {"stale", version}          if the state has changed; 0 if the notification does not exist
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
