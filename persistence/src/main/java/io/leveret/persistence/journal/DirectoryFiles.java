package io.leveret.persistence.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.leveret.persistence.Whereabouts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.stream.Stream;

/** The files of a real directory. */
public final class DirectoryFiles implements JournalFiles {

    private static final int ZEROS = 1 << 20;

    private final Path directory;
    private final boolean forced;

    /** Makes the directory if it is missing. */
    public DirectoryFiles(Path directory) throws IOException {
        this(directory, true);
    }

    private DirectoryFiles(Path directory, boolean forced) throws IOException {
        this.directory = Files.createDirectories(directory);
        this.forced = forced;
        force(directory.toAbsolutePath().getParent()); // where its own name stands, which may be new
    }

    /** Files whose zeros need not be on disk when they are made, as long as they have their room there. */
    public static DirectoryFiles unforced(Path directory) throws IOException {
        return new DirectoryFiles(directory, false);
    }

    @Override
    public List<String> list() throws IOException {
        try (Stream<Path> paths = Files.list(directory)) {
            return paths.map(path -> path.getFileName().toString()).sorted().toList();
        }
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        requireRoom(size);
        FileChannel channel = openNew(name);
        try {
            fillWithZeros(channel, size);
            if (forced) channel.force(true);
            return new ChannelFile(channel);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        return new ChannelFile(openNew(name));
    }

    /** A folder that somebody has deleted is made again; whoever could not do without what was in it does not come here. */
    private FileChannel openNew(String name) throws IOException {
        try {
            return FileChannel.open(directory.resolve(name), CREATE_NEW, READ, WRITE);
        } catch (NoSuchFileException e) {
            Files.createDirectory(directory);
            force(directory.toAbsolutePath().getParent());
            return FileChannel.open(directory.resolve(name), CREATE_NEW, READ, WRITE);
        }
    }

    @Override
    public JournalFile open(String name) throws IOException {
        return new ChannelFile(FileChannel.open(directory.resolve(name), READ, WRITE));
    }

    @Override
    public Sighting look(String name) throws IOException {
        Path file = directory.resolve(name);
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Sighting(attributes.fileKey(), attributes.size(), attributes.lastModifiedTime());
        } catch (IOException e) {
            if (Whereabouts.isGone(file)) throw new NoSuchFileException(file.toString());
            throw e;
        }
    }

    @Override
    public String whole(String name) {
        return directory.resolve(name).toString();
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Files.move(directory.resolve(from), directory.resolve(to), ATOMIC_MOVE);
    }

    @Override
    public void delete(String name) throws IOException {
        Files.deleteIfExists(directory.resolve(name));
    }

    @Override
    public void force() throws IOException {
        force(directory);
    }

    private static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        }
    }

    /** Who tries in vain each second must not take from others what they write meanwhile, nor wear the disk out with zeros. */
    private void requireRoom(long size) throws IOException {
        if (Files.isDirectory(directory) && Files.getFileStore(directory).getUsableSpace() < size) {
            throw new IOException("a file of " + size / 1024 + " KiB does not fit");
        }
    }

    private static void fillWithZeros(FileChannel channel, long size) throws IOException {
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(size, ZEROS));
        for (long position = 0; position < size; position += zeros.position()) {
            zeros.clear().limit((int) Math.min(size - position, zeros.capacity()));
            while (zeros.hasRemaining()) channel.write(zeros, position + zeros.position());
        }
    }
}
