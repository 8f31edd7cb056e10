-- Replaces a user's recent interruptions, if they are still those that the decision was based on.
-- Owner: UserHistoryStore.
-- Replies: {"spent", version}
--          {"conflict", version}   if another interruption came first
local memory = KEYS[1]
local expected, history, keep = tonumber(ARGV[1]), ARGV[2], ARGV[3]

local version = tonumber(redis.call('HGET', memory, 'v') or '0')
if version ~= expected then
  return { 'conflict', version }
end
redis.call('HSET', memory, 'v', version + 1, 'history', history)
redis.call('PEXPIRE', memory, keep)
return { 'spent', version + 1 }
