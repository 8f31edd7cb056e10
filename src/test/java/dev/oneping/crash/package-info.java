/**
 * Crash tests: no notification is lost when the service dies. These tests run the packaged service as a process of its
 * own.
 */
@NullMarked
package dev.oneping.crash;

import org.jspecify.annotations.NullMarked;
