package dev.oneping.ops;

/** The event that Redis was found empty while the service ran: what is registered at a start has to be again. */
record RedisEmptied() {}
