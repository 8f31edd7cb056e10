-- Takes the entries of a due set whose time has come, and puts each off by the lease, so that another node takes it
-- again if this one dies before it has done the work and set or removed the entry.
-- Replies: {"claimed", next due time or -1, member, ...}
local due = KEYS[1]
local now, lease, limit = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])

local members = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
for _, member in ipairs(members) do
  redis.call('ZADD', due, now + lease, member)
end
local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
local reply = { 'claimed', first[2] or '-1' }
for _, member in ipairs(members) do
  reply[#reply + 1] = member
end
return reply
