-- Adds a notification to its digest, and ends the one that represented the digest in the same step. The newest one
-- represents all that wait. An urgent one takes over those that wait and is shown at once. Adding one again changes
-- nothing.
-- Owner: DigestStore.
-- Replies: {"alone"}                       if it is to be shown by itself, or its state has changed already
--          {"gathered", gathering, ended}  1 if this step ended the previous representative
--          {"moved"}                       if the representative or its state has changed: compute again
-- Arguments: id, title, rule, now, window, look back, urgent, number of titles to keep, priority, expiry, time
-- to keep after it; the representative as the caller knows it, or empty; the version at which it is ended, or empty if it need not be; its last state, its line,
-- the number of lines to keep, its member; keep, address, its events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/transition.lua
local notification, open, timers, user, log, digest, before = unpack(KEYS)
local id, title, rule, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local window, look_back, urgent, titles_kept = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1', tonumber(ARGV[8])
local priority, expiry, retention = ARGV[9], tonumber(ARGV[10]), tonumber(ARGV[11])
local known_id, expected, state, line, lines, member, keep, address = unpack(ARGV, 12, 19)
local urgency = { low = 1, normal = 2, high = 3, critical = 4 }

local version, gathering, alone = unpack(redis.call('HMGET', notification, 'v', 'gathering', 'alone'))
if gathering then
  return { 'gathered', gathering, 0 }
end
if version ~= '1' or alone then
  return { 'alone' }
end
local last, current, until_, gathered, listed =
  unpack(redis.call('HMGET', digest, 'last', 'id', 'until', 'gathered', 'members'))
local waits = current and tonumber(until_) > now
local known = waits and expected ~= '' and redis.call('HMGET', before, 'v', 'state', 'fan', 'watched')
if (current or '') ~= known_id or (known and known[1] ~= expected) then
  return { 'moved' }
end

redis.call('HSET', digest, 'last', now)
redis.call('PEXPIRE', digest, window + look_back)
if not waits and (urgent or (look_back > 0 and (not last or now - last > look_back))) then
  redis.call('HSET', notification, 'alone', 1)
  return { 'alone' }
end
local all = waits and cjson.decode(gathered) or { count = 0, titles = {} }
all.rule = rule
all.count = all.count + 1
table.insert(all.titles, title)
if #all.titles > titles_kept then
  table.remove(all.titles, 1)
end
if not all.priority or urgency[priority] > urgency[all.priority] then
  all.priority = priority
end
all.expiry = math.max(all.expiry or 0, expiry)
if urgent then
  all['until'] = now
  redis.call('HDEL', digest, 'id', 'until', 'gathered', 'members')
else
  all['until'] = waits and tonumber(until_) or now + window
  local members = waits and listed and cjson.decode(listed) or {}
  table.insert(members, { id = id, title = title, priority = priority, expiry = expiry })
  if #members > titles_kept then
    table.remove(members, 1)
  end
  redis.call('HSET', digest, 'id', id, 'until', all['until'], 'gathered', cjson.encode(all), 'members', cjson.encode(members))
end
local text = cjson.encode(all)
redis.call('HSET', notification, 'gathering', text, 'digest', digest)
if all.expiry > expiry then
  redis.call('PEXPIREAT', notification, all.expiry + retention)
end
if known then
  transition(before, open, timers, known, state, line, '', member, tonumber(lines))
  append_events(log, user, keep, address, ARGV, 20)
end
return { 'gathered', text, known and 1 or 0 }
