/** A rule file as text: YAML with positions, its schema, and problems that name line and remedy. */
@NullMarked
package dev.oneping.rules.file.source;

import org.jspecify.annotations.NullMarked;
