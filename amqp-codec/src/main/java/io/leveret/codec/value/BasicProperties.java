package io.leveret.codec.value;

import io.netty.buffer.ByteBuf;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The properties of a message, kept as the bytes they came as: checked in one walk when they are read, decoded only when
 * somebody asks, forwarded verbatim. Every getter decodes anew, so that a waiting message costs no more than its bytes.
 *
 * <pre>
 * +-------+-------+----------------------------------+
 * | flags (16 bit)| the properties flagged, in order |
 * +-------+-------+----------------------------------+
 * </pre>
 */
public final class BasicProperties {
    public static final BasicProperties EMPTY = new BasicProperties(new byte[2]);

    private static final int FLAGS_LENGTH = 2;
    private static final int PERSISTENT = 2;

    private final byte[] bytes;

    BasicProperties(byte[] bytes) {
        this.bytes = bytes;
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Reads flags and properties, which fill the length exactly; moves the reader index behind them. */
    public static BasicProperties read(ByteBuf in, int length) {
        if (length == FLAGS_LENGTH && in.getShort(in.readerIndex()) == 0) {
            in.skipBytes(FLAGS_LENGTH);
            return EMPTY;
        }
        if (length > in.readableBytes()) throw WireReader.of(in, in.readableBytes()).undecodable();
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return check(bytes);
    }

    private static BasicProperties check(byte[] bytes) {
        WireReader reader = new WireReader(bytes);
        int flags = reader.unsignedShort();
        int last = flags;
        while ((last & Property.CONTINUED) != 0) {
            last = reader.unsignedShort();
            if ((last & ~Property.CONTINUED) != 0) throw reader.undecodable(); // class basic has no more properties
        }
        if ((flags & Property.UNKNOWN_FLAGS) != 0) throw reader.undecodable();
        int start = reader.position();
        Property.skipAll(flags, reader);
        if (reader.remaining() > 0) throw reader.undecodable();
        return new BasicProperties(start == FLAGS_LENGTH ? bytes : withoutEmptyFlags(bytes, start));
    }

    /** Many clients misread a second word of flags; one that flags nothing is no reason to trouble them. */
    private static byte[] withoutEmptyFlags(byte[] bytes, int start) {
        byte[] shorter = Arrays.copyOfRange(bytes, start - FLAGS_LENGTH, bytes.length);
        shorter[0] = bytes[0];
        shorter[1] = (byte) (bytes[1] & ~Property.CONTINUED);
        return shorter;
    }

    /** Bytes on the wire, flags included. */
    public int length() {
        return bytes.length;
    }

    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    /** Whether the next bytes of the buffer are these properties, so that they need not be read again. */
    public boolean isNext(ByteBuf in, int length) {
        if (length != bytes.length) return false;
        int start = in.readerIndex();
        for (int i = 0; i < length; i++) {
            if (in.getByte(start + i) != bytes[i]) return false;
        }
        return true;
    }

    public Optional<String> contentType() {
        return text(Property.CONTENT_TYPE);
    }

    public Optional<String> contentEncoding() {
        return text(Property.CONTENT_ENCODING);
    }

    public boolean hasHeaders() {
        return has(Property.HEADERS);
    }

    public FieldTable headers() {
        return hasHeaders() ? at(Property.HEADERS).table() : FieldTable.EMPTY;
    }

    /** One header, without decoding the others. */
    public Optional<FieldValue> header(String name) {
        if (!hasHeaders()) return Optional.empty();
        byte[] wanted = WireString.encode(name);
        WireReader in = at(Property.HEADERS);
        in.enter();
        while (in.remaining() > 0) {
            int length = in.unsignedByte();
            int start = in.take(length);
            if (Arrays.equals(bytes, start, start + length, wanted, 0, wanted.length)) return Optional.of(in.value());
            in.skipValue();
        }
        return Optional.empty();
    }

    /** 0 when absent. */
    public int deliveryMode() {
        return has(Property.DELIVERY_MODE) ? at(Property.DELIVERY_MODE).unsignedByte() : 0;
    }

    public boolean isPersistent() {
        return deliveryMode() == PERSISTENT;
    }

    public OptionalInt priority() {
        return has(Property.PRIORITY) ? OptionalInt.of(at(Property.PRIORITY).unsignedByte()) : OptionalInt.empty();
    }

    public Optional<String> correlationId() {
        return text(Property.CORRELATION_ID);
    }

    public Optional<String> replyTo() {
        return text(Property.REPLY_TO);
    }

    /** Milliseconds, as the text that the client sent. */
    public Optional<String> expiration() {
        return text(Property.EXPIRATION);
    }

    public Optional<String> messageId() {
        return text(Property.MESSAGE_ID);
    }

    /** Seconds since 1970. */
    public OptionalLong timestamp() {
        return has(Property.TIMESTAMP) ? OptionalLong.of(at(Property.TIMESTAMP).longLong()) : OptionalLong.empty();
    }

    public Optional<String> type() {
        return text(Property.TYPE);
    }

    public Optional<String> userId() {
        return text(Property.USER_ID);
    }

    public Optional<String> appId() {
        return text(Property.APP_ID);
    }

    public Optional<String> clusterId() {
        return text(Property.CLUSTER_ID);
    }

    public BasicProperties withReplyTo(String replyTo) {
        return with(Property.REPLY_TO, PropertyBytes.shortString(replyTo));
    }

    public BasicProperties withHeaders(FieldTable headers) {
        return with(Property.HEADERS, PropertyBytes.table(headers));
    }

    public BasicProperties withoutHeaders() {
        return without(Property.HEADERS);
    }

    public BasicProperties withoutExpiration() {
        return without(Property.EXPIRATION);
    }

    @Override public boolean equals(Object other) {
        return other instanceof BasicProperties properties && Arrays.equals(bytes, properties.bytes);
    }

    @Override public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override public String toString() {
        return "BasicProperties of " + bytes.length + " bytes";
    }

    private int flags() {
        return (bytes[0] & 0xff) << 8 | bytes[1] & 0xff;
    }

    private boolean has(Property property) {
        return property.isIn(flags());
    }

    private WireReader at(Property property) {
        WireReader reader = new WireReader(bytes);
        reader.take(FLAGS_LENGTH);
        Property.skipUntil(property, flags(), reader);
        return reader;
    }

    private Optional<String> text(Property property) {
        return has(property) ? Optional.of(at(property).shortString()) : Optional.empty();
    }

    private BasicProperties without(Property property) {
        return has(property) ? splice(property, flags() & ~property.flag(), new byte[0]) : this;
    }

    private BasicProperties with(Property property, byte[] value) {
        return splice(property, flags() | property.flag(), value);
    }

    /** Puts other bytes in the place where the property stands or would stand. */
    private BasicProperties splice(Property property, int flags, byte[] value) {
        WireReader reader = at(property);
        int start = reader.position();
        if (has(property)) property.skip(reader);
        int tail = reader.remaining();
        byte[] spliced = Arrays.copyOf(bytes, start + value.length + tail);
        System.arraycopy(value, 0, spliced, start, value.length);
        System.arraycopy(bytes, bytes.length - tail, spliced, start + value.length, tail);
        spliced[0] = (byte) (flags >> 8);
        spliced[1] = (byte) flags;
        return new BasicProperties(spliced);
    }

    /** For messages of the broker's own, and for tests. */
    public static final class Builder {
        private BasicProperties built = EMPTY;

        private Builder() {}

        public Builder contentType(String value) {
            return text(Property.CONTENT_TYPE, value);
        }

        public Builder contentEncoding(String value) {
            return text(Property.CONTENT_ENCODING, value);
        }

        public Builder headers(FieldTable value) {
            return put(Property.HEADERS, PropertyBytes.table(value));
        }

        public Builder deliveryMode(int value) {
            return put(Property.DELIVERY_MODE, PropertyBytes.octet(value));
        }

        public Builder persistent() {
            return deliveryMode(PERSISTENT);
        }

        public Builder priority(int value) {
            return put(Property.PRIORITY, PropertyBytes.octet(value));
        }

        public Builder correlationId(String value) {
            return text(Property.CORRELATION_ID, value);
        }

        public Builder replyTo(String value) {
            return text(Property.REPLY_TO, value);
        }

        public Builder expiration(String milliseconds) {
            return text(Property.EXPIRATION, milliseconds);
        }

        public Builder messageId(String value) {
            return text(Property.MESSAGE_ID, value);
        }

        public Builder timestamp(long seconds) {
            return put(Property.TIMESTAMP, PropertyBytes.timestamp(seconds));
        }

        public Builder type(String value) {
            return text(Property.TYPE, value);
        }

        public Builder userId(String value) {
            return text(Property.USER_ID, value);
        }

        public Builder appId(String value) {
            return text(Property.APP_ID, value);
        }

        public Builder clusterId(String value) {
            return text(Property.CLUSTER_ID, value);
        }

        public BasicProperties build() {
            return built;
        }

        private Builder text(Property property, String value) {
            return put(property, PropertyBytes.shortString(value));
        }

        private Builder put(Property property, byte[] value) {
            built = built.with(property, value);
            return this;
        }
    }
}
