-- Precedes every script of a simulation: commands that depend on the clock of Redis use the simulation's instead.
-- An expiry is an entry of a sorted set; simulation/move.lua deletes what has expired when time passes it.
local redis = (function(real)
  local NOW, EXPIRIES, ENTRIES = 'oneping:simulation:now', 'oneping:simulation:expiries', 'oneping:simulation:entries'
  local read
  local function now()
    read = read or tonumber(real.call('GET', NOW) or '0')
    return read
  end
  local function expire(key, at)
    if real.call('EXISTS', key) == 0 then
      return 0
    end
    if at <= now() then
      real.call('ZREM', EXPIRIES, key)
      real.call('DEL', key)
    else
      real.call('ZADD', EXPIRIES, at, key)
    end
    return 1
  end
  local function left(key, unit)
    if real.call('EXISTS', key) == 0 then
      return -2
    end
    local at = real.call('ZSCORE', EXPIRIES, key)
    return at and math.floor((tonumber(at) - now()) / unit) or -1
  end
  local function remove(call, name, ...)
    real.call('ZREM', EXPIRIES, ...)
    return call(name, ...)
  end
  local timed = {
    TIME = function()
      local time = now()
      return { string.format('%.0f', math.floor(time / 1000)), string.format('%.0f', time % 1000 * 1000) }
    end,
    EXPIRE = function(_, _, key, s) return expire(key, now() + tonumber(s) * 1000) end,
    PEXPIRE = function(_, _, key, ms) return expire(key, now() + tonumber(ms)) end,
    EXPIREAT = function(_, _, key, s) return expire(key, tonumber(s) * 1000) end,
    PEXPIREAT = function(_, _, key, ms) return expire(key, tonumber(ms)) end,
    PERSIST = function(_, _, key) return real.call('ZREM', EXPIRIES, key) end,
    TTL = function(_, _, key) return left(key, 1000) end,
    PTTL = function(_, _, key) return left(key, 1) end,
    DEL = remove,
    UNLINK = remove,
    SET = function(call, name, key, value, ...)
      local at, keep, rest = nil, false, {}
      local options = { ... }
      local i = 1
      while i <= #options do
        local option = string.upper(tostring(options[i]))
        if option == 'PX' then
          at, i = now() + tonumber(options[i + 1]), i + 1
        elseif option == 'EX' then
          at, i = now() + tonumber(options[i + 1]) * 1000, i + 1
        elseif option == 'PXAT' then
          at, i = tonumber(options[i + 1]), i + 1
        elseif option == 'EXAT' then
          at, i = tonumber(options[i + 1]) * 1000, i + 1
        elseif option == 'KEEPTTL' then
          keep = true
        else
          rest[#rest + 1] = options[i]
        end
        i = i + 1
      end
      local before = real.call('EXISTS', key) == 1
      local reply = call(name, key, value, unpack(rest))
      local condition = string.upper(tostring(rest[1] or ''))
      local done = not (condition == 'NX' and before) and not (condition == 'XX' and not before)
      if done and at then
        real.call('ZADD', EXPIRIES, at, key)
      elseif done and not keep then
        real.call('ZREM', EXPIRIES, key)
      end
      return reply
    end,
    XADD = function(call, name, key, ...)
      local arguments = { ... }
      for i = 1, #arguments do
        if arguments[i] == '*' then
          local last, count = string.match(real.call('HGET', ENTRIES, key) or '', '^(%d+)-(%d+)$')
          local time = string.format('%.0f', now())
          local id = time .. '-' .. (last == time and tonumber(count) + 1 or 1)
          real.call('HSET', ENTRIES, key, id)
          arguments[i] = id
          break
        end
      end
      return call(name, key, unpack(arguments))
    end,
  }
  local function through(call)
    return function(name, ...)
      local other = timed[name]
      if other then
        return other(call, name, ...)
      end
      return call(name, ...)
    end
  end
  return setmetatable({ call = through(real.call), pcall = through(real.pcall) }, { __index = real })
end)(redis)
