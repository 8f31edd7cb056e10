-- Appends events of one person to the shard's log, from an argument list of type and data in turn.
-- Each takes the person's next version, so that a reader can tell a gap and an order.
local function append_events(log, user, keep, address, arguments, from)
  local version = 0
  for i = from, #arguments, 2 do
    version = redis.call('HINCRBY', user, 'v', 1)
    redis.call('XADD', log, 'MAXLEN', '~', keep, '*',
      'type', arguments[i], 'user', address, 'version', version, 'data', arguments[i + 1])
  end
  return version
end
