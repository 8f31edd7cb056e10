/** Scenarios: people, devices, a timeline, expectations, and the report on them. */
@NullMarked
package dev.oneping.simulation.scenario;

import org.jspecify.annotations.NullMarked;
