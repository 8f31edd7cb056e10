-- Writes a notice, or removes it with an empty document. Versions only grow, even after a notice has expired.
-- Replies: {"put", version}
local notice = KEYS[1]
local document, life = ARGV[1], ARGV[2]

local now = redis.call('TIME')
local millis = now[1] * 1000 + math.floor(now[2] / 1000)
local version = math.max(tonumber(redis.call('HGET', notice, 'version') or 0) + 1, millis)
redis.call('HSET', notice, 'version', string.format('%.0f', version), 'document', document)
redis.call('PEXPIRE', notice, life)
return { 'put', string.format('%.0f', version) }
