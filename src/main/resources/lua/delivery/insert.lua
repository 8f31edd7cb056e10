-- Inserts a notification: its record, its entry in the user's open set and inbox, its first timer and, if it is part of
-- a fan-out, its count there. The arguments are those of accept.lua. Returns the reply of a rejection, nil on success.
-- A first step is the state, the due time and the line of a notification that begins at version 2; nil if it is
-- undecided. The id of one that is decided is new, so nothing is looked up under it.
-- The inbox holds a user's newest notifications, and is cut back to its length by one notification in sixteen, chosen by
-- the last random digit of the id; an empty fan means that it is not part of a fan-out. The caller may know until when the
-- inbox is kept at least; the second result is a new such time, if it had to be extended. The open set needs no expiry:
-- whatever ends a notification, or finds that it is gone, removes it there.
local function insert(notification, open, timers, inbox, leaving, first, inbox_kept)
  local member, document, state, created = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  local due, gone_at, limit = ARGV[5], ARGV[6], tonumber(ARGV[7])
  local id, listed, fan, watched, lasting = ARGV[10], tonumber(ARGV[11]), ARGV[12], ARGV[13], ARGV[14]

  if not first and redis.call('EXISTS', notification) == 1 then
    return { 'exists' }
  end
  local count = redis.call('ZCARD', open)
  if count - leaving >= limit then
    return { 'full', count }
  end
  if first then
    due = first[2]
    redis.call('HSET', notification, 'v', 2, 'state', first[1], 'document', document, 'trace:2', first[3])
  else
    redis.call('HSET', notification, 'v', 1, 'state', state, 'document', document)
  end
  redis.call('PEXPIREAT', notification, gone_at)
  redis.call('ZADD', open, created, member)
  redis.call('ZADD', timers, due, member)
  redis.call('ZADD', inbox, 0, id)
  if string.byte(id, 30) % 16 == 0 then
    redis.call('ZREMRANGEBYRANK', inbox, 0, -listed - 1)
  end
  if lasting == '1' then
    redis.call('HSET', notification, 'lasting', 1)
  end
  if fan ~= '' then
    redis.call('HSET', notification, 'fan', fan, 'watched', watched)
    new_part(notification, fan, member, gone_at)
  end
  -- An eighth longer than needed, so that not each notification of a busy user has to extend it.
  local kept = inbox_kept and inbox_kept - created or redis.call('PTTL', inbox)
  if kept < gone_at - created then
    local longer = gone_at + math.floor((gone_at - created) / 8)
    redis.call('PEXPIREAT', inbox, longer)
    return nil, longer
  end
end

local function person(user)
  local reply = redis.call('HGETALL', user)
  table.insert(reply, 1, 'accepted')
  return reply
end
