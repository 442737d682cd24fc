package io.leveret.benchmarks.store;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What the disk itself gives of these files when the operating system has forgotten them, one file after the other and 1 MiB
 * at a time.
 *
 * @param direct bytes per second past the operating system's cache: one request at a time
 * @param cached bytes per second through it: it reads ahead, so that several requests are under way
 */
public record RawRead(double direct, double cached) {

    private static final Path DROP_CACHES = Path.of("/proc/sys/vm/drop_caches");
    private static final int AT_ONCE = 1 << 20;

    public static RawRead measure(List<Path> files) throws IOException, InterruptedException {
        forget(files);
        double direct = direct(files);
        return new RawRead(direct, cached(files));
    }

    /** With the help of GNU's dd, as Java has no public way past the cache. */
    private static double direct(List<Path> files) throws IOException, InterruptedException {
        long bytes = 0;
        long start = System.nanoTime();
        for (Path file : files) {
            dd(file, "of=/dev/null", "bs=" + AT_ONCE, "iflag=direct");
            bytes += Files.size(file);
        }
        return bytes / ((System.nanoTime() - start) / 1e9);
    }

    private static double cached(List<Path> files) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocateDirect(AT_ONCE);
        long bytes = 0;
        long start = System.nanoTime();
        for (Path file : files) {
            try (FileChannel channel = FileChannel.open(file, READ)) {
                for (int read = channel.read(buffer.clear()); read > 0; read = channel.read(buffer.clear())) bytes += read;
            }
        }
        return bytes / ((System.nanoTime() - start) / 1e9);
    }

    /** Has what is cached of the files go: all caches for root, else file by file with the help of GNU's dd. */
    public static void forget(List<Path> files) throws IOException, InterruptedException {
        for (Path file : files) force(file);
        if (Files.isWritable(DROP_CACHES)) {
            Files.writeString(DROP_CACHES, "1");
            return;
        }
        for (Path file : files) dd(file, "iflag=nocache", "count=0");
    }

    private static void dd(Path file, String... operands) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("dd", "if=" + file, "status=none"));
        command.addAll(List.of(operands));
        int result = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (result != 0) throw new IOException("dd cannot do " + String.join(" ", operands) + " with " + file);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, WRITE)) {
            channel.force(true);
        }
    }
}
