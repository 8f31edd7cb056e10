-- Removes from a group the consumers that were silent for long and owe nothing. One script, for a consumer that is
-- given an entry between the look and the removal would lose it.
-- Replies: {"forgotten", number}
local stream = KEYS[1]
local group, self, silent = ARGV[1], ARGV[2], tonumber(ARGV[3])

local forgotten = 0
for _, consumer in ipairs(redis.call('XINFO', 'CONSUMERS', stream, group)) do
  local name, pending, idle = consumer[2], consumer[4], consumer[6]
  if name ~= self and pending == 0 and idle >= silent then
    redis.call('XGROUP', 'DELCONSUMER', stream, group, name)
    forgotten = forgotten + 1
  end
end
return { 'forgotten', forgotten }
