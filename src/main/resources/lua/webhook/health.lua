-- Updates the health of a subscription's endpoint by the outcome of an attempt.
-- Returns the start of its failures, "" for none, and their number: as before a success, or as after a failure.
local function record_health(health, state, now)
  local REMEMBERED = 90 * 86400000
  local since = redis.call('HGET', health, 'failing_since') or ''
  local failures = 0
  if state == 'succeeded' then
    redis.call('HINCRBY', health, 'succeeded', 1)
    redis.call('HSET', health, 'succeeded_at', now)
    if since ~= '' then
      redis.call('HDEL', health, 'failing_since', 'failures')
    end
  else
    if since == '' then
      since = now
      redis.call('HSET', health, 'failing_since', now)
    end
    redis.call('HINCRBY', health, 'failed', 1)
    failures = redis.call('HINCRBY', health, 'failures', 1)
  end
  redis.call('PEXPIRE', health, REMEMBERED)
  return since, failures
end
