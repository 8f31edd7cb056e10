-- Appends events of one subject to the shard's log, from an argument list of type and data alternating.
-- Each gets the subject's next version, so that readers can detect gaps and the order.
local function append_events(log, user, keep, address, arguments, from)
  local count = (#arguments - from + 1) / 2
  if count == 0 then
    return 0
  end
  local version = redis.call('HINCRBY', user, 'v', count)
  for i = from, #arguments, 2 do
    redis.call('XADD', log, 'MAXLEN', '~', keep, '*', 'type', arguments[i], 'user', address,
      'version', version - (#arguments - i - 1) / 2, 'data', arguments[i + 1])
  end
  return version
end
