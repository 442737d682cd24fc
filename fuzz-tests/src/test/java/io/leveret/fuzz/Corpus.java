package io.leveret.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Inputs worth trying again, of which each reaches something that no other does: a line each in a text file. */
record Corpus(List<byte[]> inputs) {

    static Corpus of(String target) {
        try (InputStream in = Corpus.class.getResourceAsStream("/corpus/" + target + ".txt")) {
            if (in == null) throw new IllegalArgumentException("there is no corpus " + target);
            return of(new String(in.readAllBytes(), US_ASCII).lines());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Corpus of(Stream<String> lines) {
        return new Corpus(lines.map(Base64.getDecoder()::decode).toList());
    }

    /** {@code unpack FILE FOLDER} makes a file of each input, {@code pack FOLDER FILE} a corpus of all files. */
    public static void main(String[] arguments) throws IOException {
        Path from = Path.of(arguments[1]);
        Path to = Path.of(arguments[2]);
        if (arguments[0].equals("unpack")) {
            List<byte[]> inputs = of(Files.readAllLines(from).stream()).inputs();
            for (int i = 0; i < inputs.size(); i++) Files.write(to.resolve("input-" + i), inputs.get(i));
        } else {
            Files.write(to, lines(from));
        }
    }

    private static List<String> lines(Path folder) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) lines.add(Base64.getEncoder().encodeToString(Files.readAllBytes(file)));
        }
        lines.sort(Comparator.comparingInt(String::length).thenComparing(Comparator.naturalOrder()));
        return lines;
    }
}
