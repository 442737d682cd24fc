package io.leveret.persistence.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Breaks files of a data directory, at random, and tells what it has done. */
final class Breakage {

    private static final int MOST = 4;

    /** Where headers and files end, and just beside. */
    private static final List<Integer> BOUNDARIES = List.of(0, 1, 31, 32, 4095, 4096, 4097, 4136, 8192, -4096, -1248, -8, -1);

    private final Path directory;
    private final Path other;
    private final Random random;
    private final StringBuilder told = new StringBuilder();

    /** @param other a directory whose files are put in the place of those that have the same names */
    Breakage(Path directory, Path other, Random random) {
        this.directory = directory;
        this.other = other;
        this.random = random;
    }

    String run() throws IOException {
        for (int i = random.nextInt(MOST); i >= 0; i--) {
            List<Path> files = files(directory);
            Path file = files.get(random.nextInt(files.size()));
            told.append(directory.relativize(file)).append(' ').append(breakIt(file)).append("; ");
        }
        return told.toString();
    }

    private String breakIt(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        if (bytes.length == 0) return "is empty";
        int at = random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 20_000));
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3: return flip(file, bytes, at);
            case 4, 5: return write(file, zeroed(bytes, at, Math.min(bytes.length, at + 1 + random.nextInt(5000))), "has zeros from " + at);
            case 6: return write(file, noisy(bytes, at), "has noise at " + at);
            case 7: return write(file, Arrays.copyOf(bytes, at), "is cut at " + at);
            case 8, 9: return cutAtBoundary(file, bytes);
            case 10, 11: return delete(file);
            case 12: return swap(file, bytes);
            case 13: return write(file, Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(5000)), "is longer");
            case 14: return takeOther(file);
            default: return write(file, zeroed(bytes, at, bytes.length), "has zeros from " + at + " to its end");
        }
    }

    private static String write(Path file, byte[] bytes, String how) throws IOException {
        Files.write(file, bytes);
        return how;
    }

    private String flip(Path file, byte[] bytes, int at) throws IOException {
        bytes[at] ^= (byte) (1 << random.nextInt(8));
        return write(file, bytes, "has a flipped bit at " + at);
    }

    private static byte[] zeroed(byte[] bytes, int from, int to) {
        Arrays.fill(bytes, from, to, (byte) 0);
        return bytes;
    }

    private byte[] noisy(byte[] bytes, int at) {
        byte[] noise = new byte[Math.min(bytes.length - at, 1 + random.nextInt(300))];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, bytes, at, noise.length);
        return bytes;
    }

    private String cutAtBoundary(Path file, byte[] bytes) throws IOException {
        int boundary = BOUNDARIES.get(random.nextInt(BOUNDARIES.size()));
        int length = Math.max(0, Math.min(bytes.length, boundary < 0 ? bytes.length + boundary : boundary));
        return write(file, Arrays.copyOf(bytes, length), "is cut at " + length);
    }

    private static String delete(Path file) throws IOException {
        if (isNode(file)) return "is left alone";
        Files.delete(file);
        return "is gone";
    }

    private String swap(Path file, byte[] bytes) throws IOException {
        List<Path> beside = files(file.getParent());
        Path with = beside.get(random.nextInt(beside.size()));
        Files.write(file, Files.readAllBytes(with));
        boolean both = random.nextBoolean();
        if (both) Files.write(with, bytes);
        return (both ? "is swapped with " : "is a copy of ") + with.getFileName();
    }

    private String takeOther(Path file) throws IOException {
        Path older = other.resolve(directory.relativize(file).toString());
        if (isNode(file) || !Files.exists(older)) return "is left alone";
        return write(file, Files.readAllBytes(older), "is that of " + other.getFileName());
    }

    private static boolean isNode(Path file) {
        return file.getFileName().toString().equals("node");
    }

    /** Those that hold something. */
    static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(Files::isRegularFile).filter(file -> !file.getFileName().toString().matches("lock|free-.*|reserve.*"))
                    .filter(file -> !file.startsWith(directory.resolve("scratch"))).sorted().toList();
        }
    }
}
