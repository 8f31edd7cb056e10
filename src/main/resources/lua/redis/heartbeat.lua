-- Records the heartbeat of a node, removes those whose last one is older than the lease, and returns the live nodes.
-- Uses only the clock of Redis: a node with a wrong clock must not stay live for ever.
-- Replies: {"living", node, ...}
local nodes = KEYS[1]
local self, lease = ARGV[1], tonumber(ARGV[2])

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', nodes, now + lease, self)
redis.call('ZREMRANGEBYSCORE', nodes, '-inf', now)
local reply = redis.call('ZRANGE', nodes, 0, -1)
table.insert(reply, 1, 'living')
return reply
