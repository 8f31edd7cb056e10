/** Client reports: raw observations, parsed and validated, never conclusions. */
@NullMarked
package dev.oneping.presence.report;

import org.jspecify.annotations.NullMarked;
