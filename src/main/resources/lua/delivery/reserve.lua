-- Reserves a number of notifications from a tenant's quota of a day. What exceeds the limit is not taken back: the counter
-- expires with the day.
-- Owner: DailyQuota.
-- Replies: {"reserved", total}  with this reservation
local counter = KEYS[1]
local count, gone_at = ARGV[1], ARGV[2]

local total = redis.call('INCRBY', counter, count)
redis.call('PEXPIREAT', counter, gone_at)
return { 'reserved', total }
