package io.leveret.perf.load;

import io.netty.buffer.ByteBuf;

/**
 * What a body begins with, as PerfTest's: a number (32 bits) and the time at which the message was to be sent (64 bits, nanoseconds of a
 * clock that all processes of a machine share).
 */
final class Stamp {
    static final int LENGTH = 12;

    /** Of bodies that are too short for one. */
    static final long NONE = Long.MIN_VALUE;

    private static final int TIME = 4;

    private Stamp() {}

    static void set(ByteBuf out, int index, int number, long nanos) {
        out.setInt(index, number);
        out.setLong(index + TIME, nanos);
    }

    static long read(ByteBuf in, int length) {
        return length < LENGTH ? NONE : in.getLong(in.readerIndex() + TIME);
    }
}
