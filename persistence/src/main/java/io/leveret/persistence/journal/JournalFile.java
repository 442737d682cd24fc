package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A file, of fixed size unless it was made to grow. One thread writes and forces it, others may read it meanwhile. */
public interface JournalFile extends AutoCloseable {

    long size() throws IOException;

    /** Writes the remaining bytes of all buffers, one behind the other, from the position on. */
    void write(ByteBuffer[] buffers, int count, long position) throws IOException;

    /** Fills the buffer from the position on; returns fewer bytes than there was room for only at the end of the file. */
    int read(ByteBuffer buffer, long position) throws IOException;

    /** Makes all that was written durable. */
    void force() throws IOException;

    @Override
    void close() throws IOException;
}
