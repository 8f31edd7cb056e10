-- Releases a shard's lease if this node still holds it, so that the next owner need not wait for its end.
-- Owner: DelayQueue.
-- Replies: {"released"}
--          {"foreign"}   if another node holds it by now
local owner = KEYS[1]
local self = ARGV[1]

if redis.call('HGET', owner, 'node') ~= self then
  return { 'foreign' }
end
redis.call('HSET', owner, 'until', 0)
return { 'released' }
