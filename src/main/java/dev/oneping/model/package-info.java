/** Nouns that two features share: ids as one-field records, the user, priorities. */
@NullMarked
package dev.oneping.model;

import org.jspecify.annotations.NullMarked;
