/** Who calls: API keys lead to a tenant and scopes, device tokens and tickets to a person's device. */
@NullMarked
package dev.oneping.auth;

import org.jspecify.annotations.NullMarked;
