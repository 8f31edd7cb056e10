-- Writes a notice, or removes it with an empty document. Versions only grow, even after a notice has expired. The tenant's
-- notices are listed with their expiry, so that there are only as many as it may have; a removed one counts until then, too.
-- Owner: NoticeStore.
-- Replies: {"put", version}
--          {"full"}          if it is new and the tenant has as many as it may
local notice, listed = KEYS[1], KEYS[2]
local document, life, topic, limit = ARGV[1], tonumber(ARGV[2]), ARGV[3], tonumber(ARGV[4])

local now = redis.call('TIME')
local millis = now[1] * 1000 + math.floor(now[2] / 1000)
redis.call('ZREMRANGEBYSCORE', listed, '-inf', millis)
if not redis.call('ZSCORE', listed, topic) and redis.call('ZCARD', listed) >= limit then
  return { 'full' }
end
local version = math.max(tonumber(redis.call('HGET', notice, 'version') or 0) + 1, millis)
redis.call('HSET', notice, 'version', string.format('%.0f', version), 'document', document)
redis.call('PEXPIRE', notice, life)
redis.call('ZADD', listed, string.format('%.0f', millis + life), topic)
redis.call('PEXPIRE', listed, life)
return { 'put', string.format('%.0f', version) }
