-- Takes a delivery out of the queue, and lets the next of the same person's line come to it.
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
