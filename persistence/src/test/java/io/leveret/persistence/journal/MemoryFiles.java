package io.leveret.persistence.journal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Files in memory on a disk that can fail at any operation, and lose power: then of everything that was not forced, each
 * page is what it had been at any time since, and of the changes of names a part is there, from the first on.
 */
public final class MemoryFiles implements JournalFiles {

    /** What an operation that is to fail does before it does. */
    public enum Fault {
        /** Nothing, and all goes on. */
        ERROR,
        /** A part of what it should, and all goes on. */
        TORN,
        /** Nothing: the power is gone. */
        POWER_LOSS,
        /** A part of what it should: the power is gone. */
        TORN_POWER_LOSS
    }

    private static final int SECTOR = 512;

    private final Map<String, Content> names = new TreeMap<>();
    private final Map<String, Content> forcedNames = new TreeMap<>();
    private final List<Runnable> namesUnforced = new ArrayList<>();
    private final Random random;
    private long operations;
    private long failAt = Long.MAX_VALUE;
    private long fullAt = Long.MAX_VALUE;
    private Fault fault;
    private volatile Runnable beforeReads = () -> { };
    private Runnable duringForces = () -> { };
    private boolean isForcing;
    private long capacity = Long.MAX_VALUE;
    private boolean forceFails;
    private boolean off;
    private int openFiles;

    public MemoryFiles(long seed) {
        random = new Random(seed);
    }

    /** The operation of this number, from 0 on, fails. */
    public MemoryFiles failing(long operation, Fault how) {
        failAt = operation;
        fault = how;
        return this;
    }

    /** From the operation of this number on, there is no room for anything more. */
    public MemoryFiles fullFrom(long operation) {
        fullAt = operation;
        return this;
    }

    public void limitTo(long bytes) {
        capacity = bytes;
    }

    public long limit() {
        return capacity;
    }

    /** Of all files. */
    public long size() {
        return names.values().stream().mapToLong(content -> content.bytes.length).sum();
    }

    /** The task is run before each read, which fails as the task does. */
    public void beforeReads(Runnable task) {
        beforeReads = task;
    }

    /** The task is run while what a file holds is being forced, but not within itself; what it writes is not forced with it. */
    public void duringForces(Runnable task) {
        duringForces = task;
    }

    private void passTimeForcing() {
        if (isForcing) return;
        isForcing = true;
        try {
            duringForces.run();
        } finally {
            isForcing = false;
        }
    }

    public void failForce(boolean fails) {
        forceFails = fails;
    }

    public void failNext(Fault how) {
        failing(operations, how);
    }

    /** Another one each time, as two lives of a journal must not have the same salts. */
    public long nextSeed() {
        return random.nextLong();
    }

    public long operations() {
        return operations;
    }

    /** How many have been opened and not closed. */
    public int openFiles() {
        return openFiles;
    }

    public boolean isOff() {
        return off;
    }

    /** What is there when the machine is switched on again. */
    public MemoryFiles afterPowerLoss() {
        MemoryFiles after = new MemoryFiles(random.nextLong());
        int applied = namesUnforced.isEmpty() ? 0 : random.nextInt(namesUnforced.size() + 1);
        for (Runnable change : namesUnforced.subList(0, applied)) change.run();
        Map<Content, Content> survivors = new LinkedHashMap<>();
        int page = random.nextBoolean() ? SECTOR : 8 * SECTOR;
        forcedNames.forEach((name, content) ->
                after.put(name, survivors.computeIfAbsent(content, lost -> after.new Content(lost.afterPowerLoss(page, random)))));
        return after;
    }

    /** Only the process has ended: everything is there, and what was not forced may still be lost. */
    public MemoryFiles repaired() {
        return failing(Long.MAX_VALUE, null);
    }

    /** What is there when the process has ended and everything was forced since. */
    public MemoryFiles afterKill() {
        MemoryFiles after = new MemoryFiles(random.nextLong());
        names.forEach((name, content) -> after.put(name, after.new Content(content.bytes.clone())));
        return after;
    }

    /** The bytes themselves. */
    public byte[] bytes(String name) {
        return names.get(name).bytes;
    }

    /** In place of the file's bytes. */
    public void change(String name, BiFunction<String, byte[], byte[]> change) {
        put(name, new Content(change.apply(name, names.get(name).bytes)));
    }

    /** As somebody else does to a file that is open, such as cutting it; returns what it had been. */
    public byte[] replaceBytes(String name, byte[] bytes) {
        Content content = names.get(name);
        byte[] before = content.bytes;
        content.bytes = bytes;
        return before;
    }

    private void put(String name, Content content) {
        names.put(name, content);
        forcedNames.put(name, content);
    }

    @Override
    public List<String> list() throws IOException {
        begin();
        return List.copyOf(names.keySet());
    }

    @Override
    public JournalFile create(String name, long size) throws IOException {
        Fault now = begin();
        boolean full = size() + size > capacity;
        if (now == null || isTorn(now)) {
            int length = now != null || full ? (int) (size * random.nextDouble()) : (int) size;
            Content content = new Content(new byte[length]);
            names.put(name, content);
            namesUnforced.add(() -> forcedNames.put(name, content));
        }
        end(now);
        if (full) throw new IOException("No space left on device");
        return new Handle(names.get(name));
    }

    @Override
    public JournalFile createGrowing(String name) throws IOException {
        return create(name, 0);
    }

    @Override
    public JournalFile open(String name) throws IOException {
        end(begin());
        Content content = names.get(name);
        if (content == null) throw new IOException("no file " + name);
        return new Handle(content);
    }

    @Override
    public Sighting look(String name) throws IOException {
        Content content = names.get(name);
        if (content == null) throw new NoSuchFileException(name);
        return new Sighting(content, content.bytes.length, FileTime.fromMillis(0));
    }

    @Override
    public void rename(String from, String to) throws IOException {
        Fault now = begin();
        if (!names.containsKey(from)) throw new IOException("no file " + from);
        if (now == null || isTorn(now)) {
            names.put(to, names.remove(from));
            namesUnforced.add(() -> {
                Content content = forcedNames.remove(from);
                if (content != null) forcedNames.put(to, content);
            });
        }
        end(now);
    }

    @Override
    public void delete(String name) throws IOException {
        Fault now = begin();
        if (now == null || isTorn(now)) {
            names.remove(name);
            namesUnforced.add(() -> forcedNames.remove(name));
        }
        end(now);
    }

    @Override
    public void force() throws IOException {
        Fault now = begin();
        if (now == null) {
            namesUnforced.forEach(Runnable::run);
            namesUnforced.clear();
        }
        end(now);
    }

    /** The fault of the operation that begins, or null. */
    private Fault begin() throws IOException {
        if (off) throw new IOException("there is no power");
        if (operations == fullAt) capacity = size();
        return operations++ == failAt ? fault : null;
    }

    private void end(Fault now) throws IOException {
        if (now == null) return;
        off = now == Fault.POWER_LOSS || now == Fault.TORN_POWER_LOSS;
        throw new IOException(now + " in operation " + (operations - 1));
    }

    private static boolean isTorn(Fault fault) {
        return fault == Fault.TORN || fault == Fault.TORN_POWER_LOSS;
    }

    /** The bytes of a file, and what they have been since they were last forced. */
    private final class Content {
        private byte[] bytes;
        private final List<byte[]> since = new ArrayList<>();

        Content(byte[] bytes) {
            this.bytes = bytes;
            since.add(bytes);
        }

        byte[] afterPowerLoss(int page, Random chance) {
            byte[] after = new byte[bytes.length];
            for (int at = 0; at < after.length; at += page) {
                byte[] version = chance.nextInt(4) == 0 ? bytes : since.get(chance.nextInt(since.size()));
                int length = Math.min(page, version.length - at); // less than a page, or nothing, of a file that has grown since
                if (length > 0) System.arraycopy(version, at, after, at, length);
            }
            return after;
        }

        void write(byte[] written, int length, int position) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length, position + length));
            System.arraycopy(written, 0, bytes, position, length);
            since.add(bytes);
        }

        /** All that it was before it was that is gone. */
        void forced(byte[] then) {
            int at = since.indexOf(then);
            if (at >= 0) since.subList(0, at).clear();
        }
    }

    private final class Handle implements JournalFile {
        private final Content content;
        private boolean closed;

        Handle(Content content) {
            this.content = content;
            openFiles++;
        }

        @Override
        public long size() {
            return content.bytes.length;
        }

        @Override
        public void write(ByteBuffer[] buffers, int count, long position) throws IOException {
            Fault now = begin();
            int length = Arrays.stream(buffers, 0, count).mapToInt(ByteBuffer::remaining).sum();
            ByteBuffer all = ByteBuffer.allocate(length);
            for (int i = 0; i < count; i++) all.put(buffers[i]);
            long growth = Math.max(0, position + length - content.bytes.length);
            if (growth > 0 && MemoryFiles.this.size() + growth > capacity) throw new IOException("No space left on device");
            if (now == null) content.write(all.array(), length, (int) position);
            else if (isTorn(now)) content.write(all.array(), random.nextInt(4) == 0 ? length : random.nextInt(length + 1), (int) position);
            end(now);
        }

        @Override
        public int read(ByteBuffer buffer, long position) throws IOException {
            if (off) throw new IOException("there is no power");
            try {
                beforeReads.run();
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
            int length = (int) Math.max(0, Math.min(buffer.remaining(), content.bytes.length - position));
            if (length > 0) buffer.put(content.bytes, (int) position, length);
            return length;
        }

        @Override
        public void force() throws IOException {
            Fault now = begin();
            byte[] written = content.bytes;
            passTimeForcing();
            if (off) throw new IOException("there is no power");
            if (forceFails) throw new IOException("Input/output error");
            if (now == null) content.forced(written);
            end(now);
        }

        @Override
        public void close() {
            if (!closed) openFiles--;
            closed = true;
        }
    }
}
