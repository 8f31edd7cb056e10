-- Applies a transition to a notification whose fields 'v', 'state', 'fan' and 'watched' are known. An empty due time
-- means that no timer is left: it is removed, and the notification is no longer open. An empty line is not stored.
local function transition(notification, open, timers, known, state, line, due, member, lines)
  local version = tonumber(known[1]) + 1
  if line == '' then
    redis.call('HSET', notification, 'v', version, 'state', state)
  else
    redis.call('HSET', notification, 'v', version, 'state', state, 'trace:' .. version, line)
    if version > lines then
      redis.call('HDEL', notification, 'trace:' .. (version - lines))
    end
  end
  if due == '' then
    redis.call('ZREM', timers, member)
    redis.call('ZREM', open, member)
  else
    redis.call('ZADD', timers, due, member)
  end
  if known[3] then
    transition_part(notification, known[3], known[4], member, known[2], state)
  end
  return version
end
