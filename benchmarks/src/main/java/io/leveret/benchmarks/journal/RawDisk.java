package io.leveret.benchmarks.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the disk itself can do, in a file filled with zeros beforehand: the measure of the journal.
 *
 * @param appendNanos    median of appending 4 KiB and forcing them, one after the other (F)
 * @param append99Nanos  of these, what 99 of 100 do not exceed
 * @param bytesPerSecond appending 1 MiB and forcing it, one after the other (B)
 */
public record RawDisk(double appendNanos, double append99Nanos, double bytesPerSecond) {

    private static final int FILE = 64 << 20;
    private static final int SMALL = 4 << 10;
    private static final int LARGE = 1 << 20;

    /** Leaves its file in the directory for the next time. */
    public static RawDisk measure(Path directory, double seconds) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve("raw"), CREATE, WRITE)) {
            if (channel.size() < FILE) fill(channel);
            long[] small = appends(channel, SMALL, seconds / 2);
            long[] large = appends(channel, LARGE, seconds / 2);
            Arrays.sort(small);
            return new RawDisk(small[small.length / 2], small[(int) (small.length * 0.99)],
                    (double) LARGE * large.length / (Arrays.stream(large).sum() / 1e9));
        }
    }

    private static void fill(FileChannel channel) throws IOException {
        for (int at = 0; at < FILE; at += LARGE) channel.write(ByteBuffer.allocateDirect(LARGE), at);
        channel.force(true);
    }

    private static long[] appends(FileChannel channel, int size, double seconds) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(size);
        long[] nanos = new long[1 << 16];
        long end = System.nanoTime() + (long) (seconds * 1e9);
        int count = 0;
        for (long before = System.nanoTime(); before < end && count < nanos.length; count++) {
            channel.write(buffer.clear(), (long) count * size % FILE);
            channel.force(false);
            long after = System.nanoTime();
            nanos[count] = after - before;
            before = after;
        }
        return Arrays.copyOf(nanos, count);
    }
}
