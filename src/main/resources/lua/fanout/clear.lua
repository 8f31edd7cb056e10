-- Removes a nudge that was handled, unless another one has come since: a new nudge has the score 0, a claimed one the
-- time at which it can be claimed again.
-- Replies: {"cleared", 1 or 0}
local nudges = KEYS[1]
local member = ARGV[1]

local score = redis.call('ZSCORE', nudges, member)
if score and tonumber(score) > 0 then
  return { 'cleared', redis.call('ZREM', nudges, member) }
end
return { 'cleared', 0 }
