package io.leveret.codec;

/**
 * How a frame looks; numbers are big endian.
 *
 * <pre>
 * +------+---------+------+---------~~~---------+------+
 * | type | channel | size | payload, size bytes | 0xCE |
 * +------+---------+------+---------~~~---------+------+
 *    8       16       32                           8     bits
 * </pre>
 */
final class Frame {
    static final int METHOD = 1;
    static final int HEADER = 2;
    static final int BODY = 3;
    static final int HEARTBEAT = 8;

    static final int HEAD_LENGTH = 7;
    static final int OVERHEAD = HEAD_LENGTH + 1;
    static final int END = 0xCE;

    /** Class id and method id. */
    static final int SHORTEST_METHOD = 4;

    /** Class id, weight and body size. */
    static final int CONTENT_HEADER_LENGTH = 12;

    /** No message is larger, whatever the limits; nor is a frame, when none was negotiated. */
    static final int LARGEST_BODY = 536870912;

    private Frame() {}
}
