-- Removes from a group the consumers that are long inactive and have no pending entries. One script, because a
-- consumer that is given an entry between the check and the removal would lose it.
-- Replies: {"removed", number}
local stream = KEYS[1]
local group, self, silent = ARGV[1], ARGV[2], tonumber(ARGV[3])

local removed = 0
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local name, pending, idle = consumer[2], consumer[4], consumer[6]
  if name ~= self and pending == 0 and idle >= silent then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, name)
    removed = removed + 1
  end
end
return { 'removed', removed }
