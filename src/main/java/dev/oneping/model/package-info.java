/** Domain types shared by several features: ids, the notification and its content, priorities. */
@NullMarked
package dev.oneping.model;

import org.jspecify.annotations.NullMarked;
