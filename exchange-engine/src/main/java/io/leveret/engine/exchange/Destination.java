package io.leveret.engine.exchange;

/** Where a binding leads: a queue or another {@link Exchange}. One that is deleted and declared again is another destination. */
public interface Destination {
    String name();

    /** Whether it outlives a restart of the broker. A binding does if both of its ends do. */
    boolean isDurable();
}
