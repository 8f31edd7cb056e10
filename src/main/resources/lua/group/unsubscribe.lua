-- Removes one subscriber from a topic; a topic without subscribers does not exist.
-- Replies: {"unsubscribed", 1 or 0}  0 if there was no such subscriber
local topic, names = KEYS[1], KEYS[2]
local name, user = ARGV[1], ARGV[2]

local removed = redis.call('ZREM', topic, user)
if redis.call('EXISTS', topic) == 0 then
  redis.call('ZREM', names, name)
end
return { 'unsubscribed', removed }
