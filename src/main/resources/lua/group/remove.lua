-- Removes a group with its rotation and its index entries, if it has the expected version: empty for any.
-- Replies: {"removed", version}
--          {"conflict", version}  the current one
--          {"gone"}               if there is none
local group, names, picked = KEYS[1], KEYS[2], KEYS[3]
local name, expected, people = ARGV[1], ARGV[2], ARGV[3]

local known = redis.call('HMGET', group, 'v', 'members')
if not known[1] then
  return { 'gone' }
end
if expected ~= '' and expected ~= known[1] then
  return { 'conflict', known[1] }
end
for member in string.gmatch(known[2], '%S+') do
  redis.call('SREM', people .. member, name)
end
redis.call('DEL', group, picked)
redis.call('ZREM', names, name)
return { 'removed', known[1] }
