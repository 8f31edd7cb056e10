-- Lists a user as one of its tenant's, unless the tenant has as many users as it may. All scores are 0, so the list is in the
-- order of the names.
-- Owner: UserIndex.
-- Replies: {"listed"}
--          {"full"}
local users = KEYS[1]
local user, limit = ARGV[1], tonumber(ARGV[2])

if not redis.call('ZSCORE', users, user) then
  if redis.call('ZCARD', users) >= limit then
    return { 'full' }
  end
  redis.call('ZADD', users, 0, user)
end
return { 'listed' }
