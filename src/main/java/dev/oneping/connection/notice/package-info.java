/** Notices: what a topic has to say to everybody, for pages that only look; cached and held before this service. */
@NullMarked
package dev.oneping.connection.notice;

import org.jspecify.annotations.NullMarked;
