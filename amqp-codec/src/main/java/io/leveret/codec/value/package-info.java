/** The values that travel inside commands: field tables, message properties and bodies, read from bytes that are not to be trusted. */
package io.leveret.codec.value;
