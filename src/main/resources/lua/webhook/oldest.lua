-- Finds the oldest event that waits for its delivery in this shard. It looks at the subscriptions that are due first and last,
-- and at the first and last deliveries of each: what is overdue stands first, and what was tried most often stands last. Of
-- more than 16 subscriptions, or 100 deliveries of one, the answer may miss the oldest by a little.
-- Owner: OldestDelivery.
-- Replies: {"oldest", event}  empty if nothing waits
local due = KEYS[1]
local prefix = ARGV[1]

local function ends(key, count)
  local found = redis.call('ZRANGE', key, 0, count - 1)
  for _, member in ipairs(redis.call('ZRANGE', key, -count, -1)) do
    found[#found + 1] = member
  end
  return found
end

local oldest = ''
for _, subscription in ipairs(ends(due, 8)) do
  for _, event in ipairs(ends(prefix .. string.match(subscription, '[^:]+$'), 50)) do
    if oldest == '' or event < oldest then
      oldest = event
    end
  end
end
return { 'oldest', oldest }
