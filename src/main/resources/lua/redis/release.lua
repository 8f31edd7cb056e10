-- Gives up a shard's lease, if it still is this node's, so that the next owner need not wait for its end.
-- Owner: DueSet.
-- Replies: {"released"}
--          {"foreign"}   where another node has it by now
local owner = KEYS[1]
local self = ARGV[1]

if redis.call('HGET', owner, 'node') ~= self then
  return { 'foreign' }
end
redis.call('HSET', owner, 'until', 0)
return { 'released' }
