/**
 * The fault drill, {@code ./oneping drill}: two nodes of the packaged service on a real Redis behind a proxy that fails in
 * many ways, with devices and publishers that check from outside what is promised. Each fault is a row of {@link
 * dev.oneping.drill.DrillRow}.
 */
@NullMarked
package dev.oneping.drill;

import org.jspecify.annotations.NullMarked;
