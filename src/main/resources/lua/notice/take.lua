-- Takes the newest version of a notice for publishing; the next call returns only a newer one.
-- Replies: {"known"}                               if it was taken before, or there is none
--          {"new", version, document, before}      before: the version that was taken last, 0 if none was
local notice = KEYS[1]

local version, document, taken = unpack(redis.call('HMGET', notice, 'version', 'document', 'taken'))
if not version or version == taken then
  return { 'known' }
end
redis.call('HSET', notice, 'taken', version)
return { 'new', version, document, taken or '0' }
