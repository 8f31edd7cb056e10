-- Runs one command, whose name and arguments are the arguments, with the clock of a simulation.
-- Replies: the reply of the command
return redis.call(unpack(ARGV))
