package io.leveret.api.tail;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.leveret.api.json.Json;
import java.io.ByteArrayOutputStream;

/** Server-sent events on their way into bytes. JSON has no line breaks of its own, so each is one line of data. */
final class Events {

    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    /** A comment: proxies see that the stream is alive, and readers see nothing. */
    static final byte[] HEART_BEAT = ": alive\n\n".getBytes(US_ASCII);

    /** For what is sent at once. */
    private static final int ENOUGH = 512 << 10;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    void add(String event, Object tree) {
        bytes.writeBytes(("event: " + event + "\n").getBytes(US_ASCII));
        bytes.writeBytes(DATA);
        bytes.writeBytes(Json.write(tree));
        bytes.writeBytes(END);
    }

    /** Whether there is no room for more; what is only counted may still be added. */
    boolean isFull() {
        return bytes.size() >= ENOUGH;
    }

    int size() {
        return bytes.size();
    }

    byte[] toByteArray() {
        return bytes.toByteArray();
    }
}
