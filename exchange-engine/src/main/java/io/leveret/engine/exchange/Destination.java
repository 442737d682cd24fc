package io.leveret.engine.exchange;

/** Where a binding leads: a queue or another {@link Exchange}. Compared by identity: a name that is declared again is a new destination. */
public interface Destination {
    String name();

    /** Whether it outlives a restart of the broker. A binding does if both of its ends do. */
    boolean isDurable();
}
