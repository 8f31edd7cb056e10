-- Removes a delivery from the queue, and queues the next one of the same user's line.
local function advance(queue, due, line, subscription, event, now)
  redis.call('ZREM', queue, event)
  if redis.call('LREM', line, 1, event) == 1 then
    local head = redis.call('LINDEX', line, 0)
    if head then
      redis.call('ZADD', queue, now, head)
      redis.call('ZADD', due, 'LT', now, subscription)
    end
  end
end
