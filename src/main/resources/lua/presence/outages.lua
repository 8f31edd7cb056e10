-- Stores the end of this node's outage, if it has one, removes past outages, and returns the current ones.
-- Owner: NodeOutages.
-- Replies: {"outages", node, until, ...}
local outages = KEYS[1]
local now, self, until_ms, lifetime = ARGV[1], ARGV[2], ARGV[3], ARGV[4]

if until_ms ~= '' then
  redis.call('ZADD', outages, until_ms, self)
  redis.call('PEXPIRE', outages, lifetime)
end
redis.call('ZREMRANGEBYSCORE', outages, '-inf', now)
local reply = redis.call('ZRANGE', outages, 0, -1, 'WITHSCORES')
table.insert(reply, 1, 'outages')
return reply
