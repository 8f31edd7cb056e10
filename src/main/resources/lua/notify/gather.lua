-- Gathers a notification with others of its kind. The newest one stands for all that wait; the one that did so before is told
-- to the caller, who ends it. An urgent one takes along what waits, and waits no longer itself.
-- Owner: DigestStore.
-- Replies: {"alone"}                         where it is to be shown by itself
--          {"gathered", gathering, before}   with the id that stood for them before, or ""
local notification, digest = KEYS[1], KEYS[2]
local id, title, rule, now = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local window, look_back, urgent, titles_kept = tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7] == '1', tonumber(ARGV[8])

local last, before, until_, gathered = unpack(redis.call('HMGET', digest, 'last', 'id', 'until', 'gathered'))
local waits = before and tonumber(until_) > now
redis.call('HSET', digest, 'last', now)
redis.call('PEXPIRE', digest, window + look_back)
if not waits and (urgent or (look_back > 0 and (not last or now - last > look_back))) then
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
return { 'gathered', text, waits and before or '' }
