-- Takes a notification that was cancelled out of its digest. If it represented the digest, the newest other member that
-- the digest has ended is open again and represents the rest; else the rest is counted without it.
-- Owner: DigestStore.
-- Replies: {"none"}            if it is no member any more
--          {"promoted", id}    the new representative, whose timer is due
--          {"left"}            if another one represents the rest, or nobody is left
-- Arguments: id, the state of a fresh notification, now, time to keep after the expiry, the user, the line for the trace,
-- the number of lines to keep.
-- include: delivery/part.lua
-- include: delivery/transition.lua
local digest, notification, open, timers = unpack(KEYS)
local id, fresh, now, retention, user, line, lines = unpack(ARGV)
local urgency = { low = 1, normal = 2, high = 3, critical = 4 }

local current, gathered, listed = unpack(redis.call('HMGET', digest, 'id', 'gathered', 'members'))
if not current or not listed then
  return { 'none' }
end
local members, rest, left = cjson.decode(listed), {}, false
for _, member in ipairs(members) do
  if member.id == id then
    left = true
  else
    table.insert(rest, member)
  end
end
if not left then
  return { 'none' }
end
local function record(other)
  return string.sub(notification, 1, -#id - 1) .. other
end
local all = cjson.decode(gathered)
all.count = all.count - 1
all.titles, all.priority, all.expiry = {}, nil, 0
for _, member in ipairs(rest) do
  table.insert(all.titles, member.title)
  all.expiry = math.max(all.expiry, member.expiry)
  if not all.priority or urgency[member.priority] > urgency[all.priority] then
    all.priority = member.priority
  end
end
if #rest == 0 then
  redis.call('HDEL', digest, 'id', 'until', 'gathered', 'members')
  return { 'left' }
end
local text = cjson.encode(all)
redis.call('HSET', digest, 'gathered', text, 'members', cjson.encode(rest))
if current ~= id then
  redis.call('HSET', record(current), 'gathering', text)
  return { 'left' }
end
for i = #rest, 1, -1 do
  local other = rest[i].id
  local key = record(other)
  local known = redis.call('HMGET', key, 'v', 'state', 'fan', 'watched')
  if known[1] and string.match(known[2], '^"%a+" digested\30') then
    local member = user .. ':' .. other
    redis.call('HSET', digest, 'id', other)
    redis.call('HSET', key, 'gathering', text)
    redis.call('PEXPIREAT', key, all.expiry + tonumber(retention))
    redis.call('ZADD', open, now, member)
    transition(key, open, timers, known, fresh, line, now, member, tonumber(lines))
    return { 'promoted', other }
  end
end
return { 'left' }
