-- Tells when the first entry of each due set is due, and takes nothing. The sets of all the shards are asked in one call, so
-- that looking after shards in which nothing happens costs next to nothing.
-- Owner: DueSet.
-- Replies: {"firsts", place of the key, due time, ...} without the sets that are empty
local reply = { 'firsts' }
for place, due in ipairs(KEYS) do
  local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
  if first[2] then
    reply[#reply + 1] = place
    reply[#reply + 1] = first[2]
  end
end
return reply
