-- Reads the due time of the first member of each delay queue, and claims nothing. One call covers the queues of all
-- shards, so that idle shards cost almost nothing.
-- Owner: DelayQueue.
-- Replies: {"firsts", index of the key, due time, ...} without the empty queues
local reply = { 'firsts' }
for place, due in ipairs(KEYS) do
  local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if first[2] then
    reply[#reply + 1] = place
    reply[#reply + 1] = first[2]
  end
end
return reply
