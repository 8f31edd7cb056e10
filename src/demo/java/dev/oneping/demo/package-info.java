/**
 * The demo: a scenario in the terminal with simulated devices on real sockets, an app and a webhook receiver against
 * the real API.
 */
@NullMarked
package dev.oneping.demo;

import org.jspecify.annotations.NullMarked;
