-- Appends events of one subject to the shard's log, from an argument list of type and data alternating. The last one has
-- the given version, which is then the subject's.
local function append_entries(log, version, keep, address, arguments, from)
  for i = from, #arguments, 2 do
    redis.call('XADD', log, 'MAXLEN', '~', keep, '*', 'type', arguments[i], 'user', address,
      'version', version - (#arguments - i - 1) / 2, 'data', arguments[i + 1])
  end
end

-- Does so for a subject whose version the caller has not read. Each event gets the next version, so that readers can
-- detect gaps and the order.
local function append_to_log(log, subject, keep, address, arguments, from)
  local count = (#arguments - from + 1) / 2
  if count == 0 then
    return 0, 0
  end
  local version = redis.call('HINCRBY', subject, 'v', count)
  append_entries(log, version, keep, address, arguments, from)
  return version, count
end

-- One who is only ever notified expires 400 days after about the last event, like any other: the lifetime is set with the
-- first and each 16th version.
local function keep_user(user, before, version)
  if before == 0 or math.floor(before / 16) ~= math.floor(version / 16) then
    redis.call('PEXPIRE', user, 34560000000)
  end
end

-- Does the same for a user.
local function append_events(log, user, keep, address, arguments, from)
  local version, count = append_to_log(log, user, keep, address, arguments, from)
  if count > 0 then
    keep_user(user, version - count, version)
  end
  return version
end
