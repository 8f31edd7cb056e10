-- Counts attempts of users of one shard, each on a device at an hour, and the answers in time. Earlier counts decay
-- with time. For each key there are four arguments: the field of the counts, the field of the last answer or "", the
-- number of attempts, the number of answers.
-- Owner: UserHistoryStore.
-- Replies: {"learned", counted, full}   the attempts counted, and those dropped because a user has too many fields
local now, half_life, keep, most = tonumber(ARGV[1]), tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local counted, full = 0, 0
for i, memory in ipairs(KEYS) do
  local field, last = ARGV[4 * i + 1], ARGV[4 * i + 2]
  local asked, answered = tonumber(ARGV[4 * i + 3]), tonumber(ARGV[4 * i + 4])
  local known = redis.call('HGET', memory, field)
  if not known and redis.call('HLEN', memory) + 2 > most then
    full = full + 1
  else
    if known then
      local before, got, at = string.match(known, '^(%S+) (%S+) (%S+)$')
      local fade = 0.5 ^ (math.max(0, now - at) / half_life)
      asked, answered = before * fade + asked, got * fade + answered
    end
    local text = string.format('%.4f %.4f %.0f', asked, answered, now)
    if last == '' then
      redis.call('HSET', memory, field, text)
    else
      redis.call('HSET', memory, field, text, last, now)
    end
    redis.call('PEXPIRE', memory, keep)
    counted = counted + 1
  end
end
return { 'learned', counted, full }
