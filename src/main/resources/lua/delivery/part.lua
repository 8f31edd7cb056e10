-- Counts the parts of a fan-out per shard: the number in each state, and the open ones. These keys have the hash tag of
-- the part's own keys, and expire with the last part of the shard.
local function fan_key(notification, name, fan)
  return string.match(notification, '^{s%d+}:') .. name .. ':' .. fan
end

local function new_part(notification, fan, member, gone_at)
  local counts, open = fan_key(notification, 'fan-counts', fan), fan_key(notification, 'fan-open', fan)
  redis.call('HINCRBY', counts, 'accepted', 1)
  redis.call('SADD', open, member)
  redis.call('PEXPIREAT', counts, gone_at)
  redis.call('PEXPIREAT', open, gone_at)
end

-- Returns the name under which a state is counted, whether it is final, and whether it notifies everyone in the group. The
-- label of a state, which the byte 30 ends, is that name and what else a script has to know.
local function state_label(state)
  local name, more = string.match(state, '^"(%a+)" ?([^\30]*)')
  local open = name == 'accepted' or name == 'held' or name == 'delivering'
  return name, not open, name == 'delivering' and more == 'everyone'
end

-- A watched part nudges its fan-out with each transition except the first, and when it notifies everyone; any other
-- part only when it was the last open one of its shard.
local function transition_part(notification, fan, watched, member, before, after)
  local from = state_label(before)
  local to, ended, everyone = state_label(after)
  local nudges = watched == '1' and (everyone or (from ~= to and to ~= 'delivering'))
  if from ~= to then
    local counts, open = fan_key(notification, 'fan-counts', fan), fan_key(notification, 'fan-open', fan)
    redis.call('HINCRBY', counts, from, -1)
    redis.call('HINCRBY', counts, to, 1)
    if ended then
      redis.call('SREM', open, member)
      nudges = nudges or redis.call('EXISTS', open) == 0
    end
  end
  if nudges then
    redis.call('ZADD', string.match(notification, '^{s%d+}:') .. 'fan-nudges', 0, fan)
  end
end
