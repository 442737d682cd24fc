/** Regular expressions that users write, and that can neither hold up a loop nor take up the memory. */
package io.leveret.engine.regex;
