-- Reads what a simulation needs to know when all work is done: the entries that were added to the logs, and the due time
-- of the first member of each delay queue.
-- Owner: SimulatedRedis.
-- Arguments: the last position that was read of each log. Keys: the logs, then the queues.
-- Replies: {"settled", {log, ...}, {due time or -1 of each queue, ...}}; a log is a list of entries
local logs, dues = {}, {}
for i = 1, #ARGV do
  logs[i] = redis.call('XRANGE', KEYS[i], '(' .. ARGV[i], '+')
end
for i = #ARGV + 1, #KEYS do
  dues[i - #ARGV] = redis.call('ZRANGE', KEYS[i], 0, 0, 'WITHSCORES')[2] or '-1'
end
return { 'settled', logs, dues }
