-- Brings a life from what is known of it ('v', 'state', 'fan', 'watched') to the next version. An empty due time says that
-- nothing is left to do: the timer goes, and the notification is not open any more. An empty line is none.
local function move(notification, open, timers, known, state, line, due, member, lines)
  local version = tonumber(known[1]) + 1
  redis.call('HSET', notification, 'v', version, 'state', state)
  if line ~= '' then
    redis.call('HSET', notification, 'trace:' .. version, line)
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
    move_part(notification, known[3], known[4], member, known[2], state)
  end
  return version
end
