-- Returns the fields 'v', 'state', 'fan', 'watched' and 'lasting' of a notification that is at the expected version; otherwise nil
-- and the reply: {"conflict", version, state} with the current ones, or {"gone"}, and then nothing lists it any more.
local function current(notification, open, timers, member, expected)
  local known = redis.call('HMGET', notification, 'v', 'state', 'fan', 'watched', 'lasting')
  if not known[1] then
    redis.call('ZREM', timers, member)
    redis.call('ZREM', open, member)
    return nil, { 'gone' }
  end
  if known[1] ~= expected then
    return nil, { 'conflict', known[1], known[2] }
  end
  return known
end
