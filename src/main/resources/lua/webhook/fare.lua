-- Records how the endpoint of a subscription fares, by how an attempt ended.
-- Returns since when it has failed, "" for never, and how often since then: as it was before a success, and is after a
-- failure.
local function record_fare(health, state, now)
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
