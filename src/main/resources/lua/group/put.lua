-- Creates a group or replaces its members, if it has the expected version: empty for any, 0 for a group that does not
-- exist. The keys of its users are the prefix and a name; they have the hash tag of the other keys. A version is never
-- reused: it is the time, or one more than the last.
-- Replies: {"created", version}
--          {"replaced", version}
--          {"conflict", version}  the current one, 0 if there is none
--          {"full", number}       if the tenant has reached its limit of groups
local group, names, picked = KEYS[1], KEYS[2], KEYS[3]
local name, expected, now, limit = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local people, members = ARGV[5], ARGV[6]

local known = redis.call('HMGET', group, 'v', 'members')
if expected ~= '' and expected ~= (known[1] or '0') then
  return { 'conflict', known[1] or '0' }
end
if not known[1] and redis.call('ZCARD', names) >= limit then
  return { 'full', redis.call('ZCARD', names) }
end
local stays = {}
for member in string.gmatch(members, '%S+') do
  stays[member] = true
  redis.call('SADD', people .. member, name)
end
for member in string.gmatch(known[2] or '', '%S+') do
  if not stays[member] then
    redis.call('SREM', people .. member, name)
    redis.call('HDEL', picked, member)
  end
end
local version = string.format('%.0f', math.max(tonumber(known[1] or '0') + 1, now))
redis.call('HSET', group, 'v', version, 'members', members)
redis.call('ZADD', names, 0, name)
return { known[1] and 'replaced' or 'created', version }
