package io.leveret.persistence.message;

import io.leveret.persistence.journal.SegmentReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stretches of segments that were read lately, all of one size, for all readers: what one queue needs of a stretch another
 * one needs as well when their messages came together.
 */
final class BlockCache {

    /** A stretch of a segment. */
    static final class Block {
        private final long key;
        private final ByteBuffer bytes;
        private int users = 1;
        private boolean dropped;
        private boolean loaded; // perhaps with nothing, when reading failed

        Block(long key, ByteBuffer bytes) {
            this.key = key;
            this.bytes = bytes;
        }

        /** Shorter than others at the end of a segment. */
        ByteBuffer bytes() {
            return bytes;
        }
    }

    private final int bits;
    private final int most;
    private final Map<Long, Block> blocks = new LinkedHashMap<>(16, 0.75f, true);
    private final Deque<ByteBuffer> free = new ArrayDeque<>();

    /** @param bits the size of a block is two to the power of that */
    BlockCache(int bits, long bytes) {
        this.bits = bits;
        this.most = (int) Math.max(4, bytes >>> bits);
    }

    int blockSize() {
        return 1 << bits;
    }

    /** Equal for locations in one block. */
    long keyOf(long location) {
        return location >>> bits;
    }

    int offsetInBlock(long location) {
        return (int) location & blockSize() - 1;
    }

    synchronized boolean contains(long location) {
        return blocks.containsKey(keyOf(location));
    }

    /** The block with the location, read from the segment if need be; to be released. Waits for the disk. */
    Block acquire(SegmentReader segment, long location) throws IOException {
        Block block;
        synchronized (this) {
            block = blocks.get(keyOf(location));
            if (block != null) return awaited(block);
            block = new Block(keyOf(location), buffer());
            blocks.put(block.key, block);
        }
        int start = Location.offset(location) & -blockSize();
        try {
            segment.read(block.bytes.limit(Math.min(blockSize(), segment.end() - start)), start);
        } catch (IOException | RuntimeException | Error e) {
            block.bytes.position(0);
            drop(block);
            throw e;
        } finally {
            block.bytes.flip();
            loaded(block);
        }
        return block;
    }

    synchronized void release(Block block) {
        block.users--;
        if (block.dropped) recycle(block);
    }

    /** What it holds is out of date, or nothing: nobody shall get it any more. */
    synchronized void drop(Block block) {
        if (blocks.remove(block.key, block)) block.dropped = true;
    }

    /** Forgets everything that is not being used. */
    synchronized void clear() {
        for (Iterator<Block> all = blocks.values().iterator(); all.hasNext();) {
            Block block = all.next();
            all.remove();
            block.dropped = true;
        }
        free.clear();
    }

    private Block awaited(Block block) {
        block.users++;
        boolean interrupted = false;
        while (!block.loaded) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
        return block;
    }

    private synchronized void loaded(Block block) {
        block.loaded = true;
        notifyAll();
    }

    /** In place of the block that was not used for longest, once there are enough. */
    private ByteBuffer buffer() {
        Iterator<Block> eldest = blocks.values().iterator();
        while (blocks.size() >= most && eldest.hasNext()) {
            Block block = eldest.next();
            if (block.users > 0) continue;
            eldest.remove();
            block.dropped = true;
            recycle(block);
        }
        ByteBuffer buffer = free.poll();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(blockSize()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void recycle(Block block) {
        if (block.users == 0 && free.size() < most) free.add(block.bytes);
    }
}
