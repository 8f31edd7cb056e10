-- Gathers a notification with others of its kind, and ends the one that stood for them in the same step. The newest one
-- stands for all that wait. An urgent one takes along what waits, and waits no longer itself. To gather one again changes
-- nothing.
-- Owner: Gatherings.
-- Replies: {"alone"}                       where it is to be shown by itself, or its life has gone on already
--          {"gathered", gathering, ended}  1 where the one before was ended by this
--          {"moved"}                       where another one stands for them by now, or its life has gone on: decide again
-- Arguments: id, title, rule, now, window, look back, urgent, how many titles are kept; who stood for them as the caller
-- knows, or empty; the version at which that one is ended, or empty where it need not be; its last state, its line, how many
-- lines are kept, its member; keep, address, its events.
-- include: events/append.lua
-- include: delivery/part.lua
-- include: delivery/move.lua
local notification, open, timers, user, log, digest, before = unpack(KEYS)
local id, title, rule, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local window, look_back, urgent, titles_kept = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1', tonumber(ARGV[8])
local standing, expected, state, line, lines, member, keep, address = unpack(ARGV, 9, 16)

local version, gathering, alone = unpack(redis.call('HMGET', notification, 'v', 'gathering', 'alone'))
if gathering then
  return { 'gathered', gathering, 0 }
end
if version ~= '1' or alone then
  return { 'alone' }
end
local last, stands, until_, gathered = unpack(redis.call('HMGET', digest, 'last', 'id', 'until', 'gathered'))
local waits = stands and tonumber(until_) > now
local known = waits and expected ~= '' and redis.call('HMGET', before, 'v', 'state', 'fan', 'watched')
if (stands or '') ~= standing or (known and known[1] ~= expected) then
  return { 'moved' }
end

redis.call('HSET', digest, 'last', now)
redis.call('PEXPIRE', digest, window + look_back)
if not waits and (urgent or (look_back > 0 and (not last or now - last > look_back))) then
  redis.call('HSET', notification, 'alone', 1)
  return { 'alone' }
end
local all = waits and cjson.decode(gathered) or { count = 0, titles = {} }
all.rule = rule
all.count = all.count + 1
table.insert(all.titles, title)
if #all.titles > titles_kept then
  table.remove(all.titles, 1)
end
if urgent then
  all['until'] = now
  redis.call('HDEL', digest, 'id', 'until', 'gathered')
else
  all['until'] = waits and tonumber(until_) or now + window
  redis.call('HSET', digest, 'id', id, 'until', all['until'], 'gathered', cjson.encode(all))
end
local text = cjson.encode(all)
redis.call('HSET', notification, 'gathering', text)
if known then
  move(before, open, timers, known, state, line, '', member, tonumber(lines))
  append_events(log, user, keep, address, ARGV, 17)
end
return { 'gathered', text, known and 1 or 0 }
