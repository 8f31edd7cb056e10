-- Records the pulse of a node. If a node returns after a gap, and no other node's pulse went on meanwhile, Redis was away
-- for all of them: leases stand still at the last pulse until each node that was there before has reported that its
-- sessions are renewed, or until a time limit. Uses only the clock of Redis, so an outage of Redis itself is seen too.
-- Owner: Pulse.
-- Fields by node: r: the start of its unbroken run, s: its last pulse, w: that it is waited for.
-- Replies: {"beat", now, the time at which leases stand still or 0}
local key = KEYS[1]
local self, gap, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local last, renewed = tonumber(ARGV[4]), ARGV[5] == '1'

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local from, ends = 0, 0
local runs, seen, waiting = {}, {}, {}
local fields = redis.call('HGETALL', key)
for i = 1, #fields, 2 do
  local kind, node = string.sub(fields[i], 1, 2), string.sub(fields[i], 3)
  if kind == 'r:' then
    runs[node] = tonumber(fields[i + 1])
  elseif kind == 's:' then
    seen[node] = tonumber(fields[i + 1])
  elseif kind == 'w:' then
    waiting[node] = true
  elseif fields[i] == 'from' then
    from = tonumber(fields[i + 1])
  elseif fields[i] == 'until' then
    ends = tonumber(fields[i + 1])
  end
end

local away = last > 0 and now - last > gap
local alone = away
for node, at in pairs(seen) do
  local run = runs[node] or now
  if away and node ~= self and run <= last and now - at <= gap then
    alone = false
  elseif not away and now - at > 60000 and not waiting[node] then
    redis.call('HDEL', key, 'r:' .. node, 's:' .. node)
  end
end

if alone then
  if ends <= now then
    from, ends = last, now + limit
    for node, at in pairs(seen) do
      if at >= last - gap and (runs[node] or now) <= last + gap then
        waiting[node] = true
        redis.call('HSET', key, 'w:' .. node, '1')
      end
    end
  end
  from = math.min(from, last)
  redis.call('HSET', key, 'from', from, 'until', ends, 'w:' .. self, '1')
  waiting[self] = true
elseif renewed and waiting[self] then
  waiting[self] = nil
  redis.call('HDEL', key, 'w:' .. self)
end
if ends > 0 and (ends <= now or next(waiting) == nil) then
  redis.call('HDEL', key, 'from', 'until')
  for node in pairs(waiting) do
    redis.call('HDEL', key, 'w:' .. node)
  end
  from, ends = 0, 0
end

if away or last == 0 or not runs[self] then
  redis.call('HSET', key, 'r:' .. self, now)
end
redis.call('HSET', key, 's:' .. self, now)
redis.call('PEXPIRE', key, 86400000)
return { 'beat', now, from }
