-- Stores the ends of this node's outages, removes past outages, and returns the current ones.
-- Owner: NodeOutages.
-- Replies: {"outages", member, until, ...}
-- Arguments: now, lifetime; then for each outage of this node its end and its member, which names node and tenant.
local outages = KEYS[1]
local now, lifetime = ARGV[1], ARGV[2]

for i = 3, #ARGV, 2 do
  redis.call('ZADD', outages, ARGV[i], ARGV[i + 1])
end
if #ARGV > 2 then
  redis.call('PEXPIRE', outages, lifetime)
end
redis.call('ZREMRANGEBYSCORE', outages, '-inf', now)
local reply = redis.call('ZRANGE', outages, 0, -1, 'WITHSCORES')
table.insert(reply, 1, 'outages')
return reply
