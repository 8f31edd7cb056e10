/** The channels that reach users without a connection: Web Push, FCM, APNs, e-mail, and an app's own gateways. */
@NullMarked
package dev.oneping.channel;

import org.jspecify.annotations.NullMarked;
