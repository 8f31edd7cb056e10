/** Notices: the public message of a topic for read-only pages, served through caches and GRIP proxies. */
@NullMarked
package dev.oneping.notice;

import org.jspecify.annotations.NullMarked;
