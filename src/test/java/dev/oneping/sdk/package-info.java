/** The client SDKs against the packaged service. */
@NullMarked
package dev.oneping.sdk;

import org.jspecify.annotations.NullMarked;
