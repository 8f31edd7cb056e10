/** Authentication and authorization: apps by API keys with scopes, devices by tokens and tickets. */
@NullMarked
package dev.oneping.auth;

import org.jspecify.annotations.NullMarked;
