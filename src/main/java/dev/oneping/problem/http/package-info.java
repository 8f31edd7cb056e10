/** Problems as HTTP answers: mappers, headers, parameters, routes. */
@NullMarked
package dev.oneping.problem.http;

import org.jspecify.annotations.NullMarked;
