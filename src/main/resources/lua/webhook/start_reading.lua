-- Starts the reading of a log at its current end, unless that was done a moment ago: then another subscription began at
-- the same time, and starting again would skip what came in between.
-- Owner: SpreadSubscriptions.
-- Replies: {"created"}
--          {"exists"}
local log, marker = KEYS[1], KEYS[2]
local group, moment = ARGV[1], tonumber(ARGV[2])

if not redis.call('SET', marker, 1, 'NX', 'PX', moment) then
  return { 'exists' }
end
redis.pcall('XGROUP', 'DESTROY', log, group)
redis.call('XGROUP', 'CREATE', log, group, '$', 'MKSTREAM')
return { 'created' }
