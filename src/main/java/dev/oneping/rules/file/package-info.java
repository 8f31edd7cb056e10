/** Reads rule files: YAML with positions, checked against a JSON Schema, its CEL expressions type-checked and compiled. */
@NullMarked
package dev.oneping.rules.file;

import org.jspecify.annotations.NullMarked;
