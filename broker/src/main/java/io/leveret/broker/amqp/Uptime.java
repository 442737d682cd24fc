package io.leveret.broker.amqp;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/**
 * How many milliseconds the machine is up, those included in which it was suspended. Linux tells it in a file that is on no disk;
 * elsewhere nobody knows. A virtual machine that its host halts does not notice.
 */
record Uptime(Path file) implements LongSupplier {

    static final Uptime OF_THE_MACHINE = new Uptime(Path.of("/proc/uptime"));

    private static final long UNKNOWN = -1;

    /** Seconds with two digits behind the point, and how long processors were idle. */
    @Override
    public long getAsLong() {
        try {
            String text = Files.readString(file, StandardCharsets.ISO_8859_1);
            return Math.round(Double.parseDouble(text.substring(0, text.indexOf(' '))) * 1000);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return UNKNOWN;
        }
    }
}
