-- Extends the lease of a session, if it still exists. No decision depends on it, so no version changes.
-- Replies: {"ok"}
--          {"gone"}
local user = KEYS[1]
local session, lease, until_ms = ARGV[1], ARGV[2], ARGV[3]

if redis.call('HEXISTS', user, session) == 0 then
  return { 'gone' }
end
redis.call('HSET', user, lease, until_ms)
return { 'ok' }
