package io.leveret.codec;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;

/** What a publish or a delivery carries. */
public record Content(BasicProperties properties, Body body) {
    /** Of methods that carry nothing. */
    public static final Content NONE = new Content(BasicProperties.EMPTY, Body.EMPTY);
}
