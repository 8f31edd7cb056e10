/** The documents: generated pages are current, pictures match the code, and every command runs. */
@NullMarked
package dev.oneping.docs;

import org.jspecify.annotations.NullMarked;
