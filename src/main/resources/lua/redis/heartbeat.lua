-- Says that a node lives, forgets those that have been silent for longer than the lease, and tells who is left.
-- Only the clock of Redis counts here: a node whose own clock is wrong must not live for ever.
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
