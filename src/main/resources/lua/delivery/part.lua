-- Keeps count of the people who have a part in one notification, per shard: how many are in which state, and who is open.
-- These keys have the hash tag of the part's own. They go when the last part of the shard does.
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

-- How a state is counted, whether it is an end, and whether it asks everyone else in the group.
local function state_word(text)
  local state = cjson.decode(text)
  local everyone = state.attempt and state.attempt.target.by == 'everyone'
  return state.outcome or state.state, state.state == 'ended', everyone
end

-- A watched part nudges the whole with each step but the first, and when it asks everyone; any other only when it was the
-- last one of its shard.
local function move_part(notification, fan, watched, member, before, after)
  local from = state_word(before)
  local to, ended, everyone = state_word(after)
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
