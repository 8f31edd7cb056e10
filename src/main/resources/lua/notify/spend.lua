-- Replaces a person's last interruptions, if they still are as the decision knew them.
-- Owner: MemoryStore.
-- Replies: {"spent", version}
--          {"conflict", version}   where another interruption came first
local memory = KEYS[1]
local expected, history, keep = tonumber(ARGV[1]), ARGV[2], ARGV[3]

local version = tonumber(redis.call('HGET', memory, 'v') or '0')
if version ~= expected then
  return { 'conflict', version }
end
redis.call('HSET', memory, 'v', version + 1, 'history', history)
redis.call('PEXPIRE', memory, keep)
return { 'spent', version + 1 }
