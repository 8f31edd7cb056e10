/** The shape of the code, as tests: the drawing of the packages, the purity of the rules, and the limits of style. */
@NullMarked
package dev.oneping.architecture;

import org.jspecify.annotations.NullMarked;
