-- Counts one asking on a device at an hour, and whether an answer came in time. What was counted before fades with time.
-- Owner: MemoryStore.
-- Replies: {"learned", asked, answered}
--          {"full"}                       where the person has too many fields, and this would be a new one
local memory = KEYS[1]
local field, last, answered, now = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
local half_life, keep, most = tonumber(ARGV[5]), ARGV[6], tonumber(ARGV[7])

local asked, got, at = 0, 0, now
local known = redis.call('HGET', memory, field)
if known then
  asked, got, at = string.match(known, '^(%S+) (%S+) (%S+)$')
elseif redis.call('HLEN', memory) + 2 > most then
  return { 'full' }
end
local fade = 0.5 ^ (math.max(0, now - at) / half_life)
local faded = string.format('%.4f %.4f %.0f', asked * fade + 1, got * fade + answered, now)
redis.call('HSET', memory, field, faded)
if last ~= '' then
  redis.call('HSET', memory, last, now)
end
redis.call('PEXPIRE', memory, keep)
return { 'learned', tostring(asked * fade + 1), tostring(got * fade + answered) }
