package io.leveret.broker.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What a look at a file tells of whether it has changed; links are followed, as secrets are often mounted behind them.
 *
 * @param changed when anything of it has, permissions included, or nothing where the system does not say
 */
record FileStamp(Path path, FileTime modified, long size, String key, Optional<Object> changed) {

    private static final String CHANGED = "unix:ctime";

    static List<FileStamp> of(List<Path> files) {
        return files.stream().map(FileStamp::of).toList();
    }

    private static FileStamp of(Path path) {
        try {
            BasicFileAttributes seen = Files.readAttributes(path, BasicFileAttributes.class);
            return new FileStamp(path, seen.lastModifiedTime(), seen.size(), Objects.toString(seen.fileKey()), changed(path));
        } catch (IOException gone) {
            return new FileStamp(path, null, 0, "", Optional.empty());
        }
    }

    private static Optional<Object> changed(Path path) throws IOException {
        try {
            return Optional.of(Files.getAttribute(path, CHANGED));
        } catch (UnsupportedOperationException elsewhere) {
            return Optional.empty();
        }
    }
}
