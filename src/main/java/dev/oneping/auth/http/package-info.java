/** Credentials at the HTTP edge, and the resources that administer them. */
@NullMarked
package dev.oneping.auth.http;

import org.jspecify.annotations.NullMarked;
