package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A real file. Its channel's own position is the writer's; readers never touch it. */
final class ChannelFile implements JournalFile {

    /** The most buffers that one call to the operating system takes (IOV_MAX). */
    private static final int MOST_BUFFERS = 1024;

    private final FileChannel channel;

    ChannelFile(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public long size() throws IOException {
        return channel.size();
    }

    @Override
    public void write(ByteBuffer[] buffers, int count, long position) throws IOException {
        channel.position(position);
        int first = 0;
        while (true) {
            while (first < count && !buffers[first].hasRemaining()) first++;
            if (first == count) return;
            channel.write(buffers, first, Math.min(count - first, MOST_BUFFERS));
        }
    }

    @Override
    public int read(ByteBuffer buffer, long position) throws IOException {
        int start = buffer.position();
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, position + buffer.position() - start) < 0) break;
        }
        return buffer.position() - start;
    }

    /** Of the file's metadata, the length is written where it has changed; nothing else is needed. */
    @Override
    public void force() throws IOException {
        channel.force(false);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
