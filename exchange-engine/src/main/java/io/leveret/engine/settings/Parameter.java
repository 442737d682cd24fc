package io.leveret.engine.settings;

import io.leveret.codec.value.FieldValue;

/**
 * A value that is set for a component of a virtual host, such as a shovel or a federation's upstream.
 *
 * @param value anything that JSON can say
 */
public record Parameter(String component, String name, FieldValue value) {
}
