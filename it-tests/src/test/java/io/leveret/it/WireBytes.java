package io.leveret.it;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Puts bytes together in the protocol's types. Deliberately ignorant: it writes whatever a test asks for. */
public final class WireBytes {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final DataOutputStream out = new DataOutputStream(bytes);

    static WireBytes of() {
        return new WireBytes();
    }

    WireBytes octet(int value) {
        return write(() -> out.writeByte(value));
    }

    WireBytes shortInt(int value) {
        return write(() -> out.writeShort(value));
    }

    WireBytes longInt(long value) {
        return write(() -> out.writeInt((int) value));
    }

    WireBytes longLong(long value) {
        return write(() -> out.writeLong(value));
    }

    WireBytes shortString(String value) {
        return shortString(value.getBytes(StandardCharsets.UTF_8));
    }

    WireBytes shortString(byte[] value) {
        return octet(value.length).raw(value);
    }

    WireBytes longString(String value) {
        return longString(value.getBytes(StandardCharsets.UTF_8));
    }

    WireBytes longString(byte[] value) {
        return longInt(value.length).raw(value);
    }

    /** A table with these entries, each put together as name, letter and value. */
    WireBytes table(WireBytes entries) {
        return longString(entries.toByteArray());
    }

    WireBytes emptyTable() {
        return longInt(0);
    }

    WireBytes raw(byte... value) {
        return write(() -> out.write(value));
    }

    WireBytes raw(WireBytes other) {
        return raw(other.toByteArray());
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }

    private WireBytes write(Writing writing) {
        try {
            writing.run();
            return this;
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private interface Writing {
        void run() throws IOException;
    }
}
