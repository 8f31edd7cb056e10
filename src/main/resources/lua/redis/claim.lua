-- Claims the due members of a delay queue and postpones each, so that it is due again if this node dies before it has
-- rescheduled or removed the member. Only the node that holds the shard's lease may claim: it acquires a free lease
-- with a higher fencing token than any before, and renews it with each claim. The lease uses only the clock of Redis.
-- Owner: DelayQueue.
-- Replies: {"claimed", fence, next due time or -1, member, ...}
--          {"foreign", fence, lease left in milliseconds}
local due, owner = KEYS[1], KEYS[2]
local now, again, limit, self, lease = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])

local holder, fence, ends = unpack(redis.call('HMGET', owner, 'node', 'fence', 'until'))
local time = redis.call('TIME')
local clock = time[1] * 1000 + math.floor(time[2] / 1000)
if holder ~= self then
  if holder and tonumber(ends) > clock then
    return { 'foreign', fence, tonumber(ends) - clock }
  end
  fence = tonumber(fence or '0') + 1
end
redis.call('HSET', owner, 'node', self, 'fence', fence, 'until', clock + lease)
redis.call('PEXPIRE', owner, 86400000)

local members = redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit)
for _, member in ipairs(members) do
  redis.call('ZADD', due, now + again, member)
end
local first = redis.call('ZRANGE', due, 0, 0, 'WITHSCORES')
local reply = { 'claimed', fence, first[2] or '-1' }
for _, member in ipairs(members) do
  reply[#reply + 1] = member
end
return reply
