package io.leveret.broker.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file in which Linux tells of the process; elsewhere it is not there, and tells nothing. */
final class ProcFile {

    private static final long KIB = 1024;

    private final Path path;

    ProcFile(Path path) {
        this.path = path;
    }

    static ProcFile ofSelf(String name) {
        return new ProcFile(Path.of("/proc/self", name));
    }

    /** The number behind a name at the beginning of a line, in bytes if it is told in kB; empty as well for no number. */
    OptionalLong number(String name) {
        try {
            Matcher line = Pattern.compile("^" + Pattern.quote(name) + ":?\\s+(\\d+)( kB)?", Pattern.MULTILINE)
                    .matcher(Files.readString(path));
            if (!line.find()) return OptionalLong.empty();
            return OptionalLong.of(Long.parseLong(line.group(1)) * (line.group(2) == null ? 1 : KIB));
        } catch (IOException e) {
            return OptionalLong.empty();
        }
    }
}
