-- Picks the candidate whose last turn was the longest ago, or the first of those that never had one, and records the
-- turn. Turns are counted, not timed, so that no two are equal. A group has as many entries as members, and one more.
-- Replies: {"picked", candidate}
local picked = KEYS[1]

local turns = redis.call('HMGET', picked, unpack(ARGV))
local best = 1
for i = 2, #ARGV do
  if tonumber(turns[i] or '0') < tonumber(turns[best] or '0') then
    best = i
  end
end
redis.call('HSET', picked, ARGV[best], redis.call('HINCRBY', picked, ':turn', 1))
return { 'picked', ARGV[best] }
