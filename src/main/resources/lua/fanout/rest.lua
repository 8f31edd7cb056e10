-- Takes a nudge away that has been seen to, unless another one has come since: a nudge has the score 0, and the claim of it
-- the time at which it is claimed again.
-- Replies: {"rested", 1 or 0}
local nudges = KEYS[1]
local member = ARGV[1]

local score = redis.call('ZSCORE', nudges, member)
if score and tonumber(score) > 0 then
  return { 'rested', redis.call('ZREM', nudges, member) }
end
return { 'rested', 0 }
