package io.leveret.persistence.journal;

import java.nio.ByteBuffer;

/**
 * The head of the message that was read last, that is all of it but time and body: messages that follow each other often
 * have the same, which then need be neither decoded nor kept again.
 */
final class LatestHead {

    private byte[] bytes = new byte[0];
    private int meaning;
    private StoredMessage message; // null before the first

    /**
     * The message whose head is in these bytes, if it is the latest; else null.
     *
     * @param itsMeaning what else decides how the bytes are read
     */
    StoredMessage find(ByteBuffer in, int from, int length, int itsMeaning) {
        if (message == null || length != bytes.length || itsMeaning != meaning) return null;
        for (int i = 0; i < length; i++) {
            if (in.get(from + i) != bytes[i]) return null;
        }
        return message;
    }

    void keep(ByteBuffer in, int from, int length, int itsMeaning, StoredMessage read) {
        bytes = new byte[length];
        in.get(from, bytes);
        meaning = itsMeaning;
        message = read;
    }
}
