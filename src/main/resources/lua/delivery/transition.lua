-- Counts the shard's held notifications by reason, wherever a wait begins or ends. A count that reaches zero is removed.
-- The label of a state, which the byte 30 ends, names the reason of a wait.
local function held_reason(state)
  return string.match(state, '^"held" ([^\30]*)')
end

local function count_held(notification, before, after)
  local from, to = held_reason(before), held_reason(after)
  if from == to then
    return
  end
  local held = string.match(notification, '^{s%d+}:') .. 'held'
  if from and redis.call('HINCRBY', held, from, -1) <= 0 then
    redis.call('HDEL', held, from)
  end
  if to then
    redis.call('HINCRBY', held, to, 1)
  end
end

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
  count_held(notification, known[2], state)
  if known[3] then
    transition_part(notification, known[3], known[4], member, known[2], state)
  end
  return version
end
