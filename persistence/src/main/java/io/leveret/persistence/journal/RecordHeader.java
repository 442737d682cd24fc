package io.leveret.persistence.journal;

/**
 * What every record begins with. Records start on multiples of 8, counted from the start of the file; all numbers are
 * little endian.
 *
 * <pre>
 *  0 length u32, this header included, padding not | check sum u32 | type u8 | flags u8 | count u16 | body offset u32
 * 16 payload
 * </pre>
 *
 * The check sum is the CRC32C of everything from the type on, exclusive-ored with the segment's salt (a seed in effect,
 * as the CRC is linear). A producer can so encode a record without knowing its segment, and the writer put the right
 * salt in without reading the record again. Records inside a TX have no salt: the TX has it.
 *
 * <p>The count is of what is repeated in the payload; the body offset, from the start of the record, is 0 where there is
 * no body. The payloads:
 *
 * <pre>
 * PUBLISH         time n | [EXPIRES: expiry n] | [DUE: due n] | count x (queue id n, position n)
 *                 | exchange, routing key: n length, bytes | [COPIES: open keys, blind keys: n count, then each: n length, bytes]
 *                 | properties: n length, bytes as received | [PARTS: body size n, n count, count x LSN u64] | body
 * REF             queue id u64 | first position u64 | [DUE: due u64] | priority i32, less than 0 for none
 *                 | count x (LSN of the PUBLISH with the body u64, size of the body u32)
 * PART            (nothing) | piece of a body
 * ACK             count x (queue id u64, first position u64, positions u32)
 * HANDED_OUT      count x (queue id u64, position u64)
 * RETURNED        queue id u64 | position u64 | failures u32 | acquisitions u32
 * POSTPONED       queue id u64 | position u64 | due u64, milliseconds since 1970
 * QUEUE_GONE      queue id u64
 * TX              life u64 | id u64 | [LAST: number of TX records with that id, this one included, else 0] u32
 *                 | records u32 | records
 * RAFT            group id u64 | term u64 | index u64 | entry (as body)
 * SEAL            records in this segment u64 | groups u64
 * </pre>
 *
 * An n is a {@link CompactNumber}, as there is one such record for each message and most messages are small. A PUBLISH
 * without the flag COMPACT is of an earlier broker: times, ids, positions and the size of a body take 64 bits there, the
 * lengths of exchange and routing key 16, all others 32.
 *
 * <p>Queue ids take 64 bits because the engine's do. Times are milliseconds since 1970. A life is that of the process that
 * wrote the record: the number of the first group it could write.
 */
final class RecordHeader {

    static final int SIZE = 16;

    static final int CHECKSUM = 4;
    static final int TYPE = 8;
    static final int FLAGS = 9;
    static final int COUNT = 10;
    static final int BODY = 12;

    /** What the check sum covers starts here. */
    static final int CHECKED_FROM = TYPE;

    /** The record stands inside a TX. */
    static final int NESTED = 1;
    static final int EXPIRES = 2;
    static final int DEAD_LETTER = 4;
    static final int COPIES = 8;
    static final int PARTS = 16;
    static final int LAST = 32;
    static final int DUE = 64;
    static final int COMPACT = 128;

    static final int MARK_SIZE = 16;
    static final int RANGE_SIZE = 20;
    static final int REFERENCE_SIZE = 12;
    static final int MOST_REPEATED = 0xffff;

    private RecordHeader() {
    }
}
