package io.leveret.codec;

import io.leveret.codec.method.Method;

/** A method with its content, whole. */
public record Command(Method method, Content content) {}
