package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The files of a real directory for somebody who only looks: what would change anything does nothing, or is refused. */
public final class ReadOnlyFiles implements JournalFiles {

    private final Path directory;

    /** @param directory which need not exist: then nothing is in it */
    public ReadOnlyFiles(Path directory) {
        this.directory = directory;
    }

    @Override
    public List<String> list() throws IOException {
        if (!Files.isDirectory(directory)) return List.of();
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public JournalFile create(String name, long size) {
        throw new UnsupportedOperationException("to create " + name);
    }

    @Override
    public JournalFile createGrowing(String name) {
        throw new UnsupportedOperationException("to create " + name);
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new ReadOnlyFile(new ChannelFile(FileChannel.open(directory.resolve(name), StandardOpenOption.READ)));
    }

    @Override
    public void rename(String from, String to) {
    }

    @Override
    public void delete(String name) {
    }

    @Override
    public void force() {
    }

    private record ReadOnlyFile(JournalFile file) implements JournalFile {
        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) {
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            return file.read(buffer, position);
        }

        @Override
        public void force() {
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
