-- Picks the candidate whose last turn is the longest ago, the first of those who never had one, and gives the turn.
-- Turns are counted, not timed, so that no two are the same. A group has as many entries as members, and one more.
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
