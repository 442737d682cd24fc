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
import java.util.Optional;

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
        private boolean ahead; // nobody has asked for it yet

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
    private int ahead; // blocks that nobody has asked for yet
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
            block = added(location);
        }
        read(block, segment, location);
        return block;
    }

    /**
     * Makes room for the block with the location, so that whoever asks for it waits until it is {@link #load}ed. Nothing if it
     * is here, or if there are so many already that nobody has asked for: they would drive each other out.
     */
    synchronized Optional<Block> reserveAhead(long location) {
        if (ahead >= most / 2 || contains(location)) return Optional.empty();
        Block block = added(location);
        block.ahead = true;
        ahead++;
        return Optional.of(block);
    }

    /** Reads the block that was reserved. */
    void load(Block block, SegmentReader segment, long location) throws IOException {
        try {
            read(block, segment, location);
        } finally {
            release(block);
        }
    }

    /** The block that was reserved will not be read: whoever waits for it has to do without. */
    void abandon(Block block) {
        block.bytes.limit(0);
        drop(block);
        loaded(block);
        release(block);
    }

    private Block added(long location) {
        Block block = new Block(keyOf(location), buffer());
        blocks.put(block.key, block);
        return block;
    }

    private void read(Block block, SegmentReader segment, long location) throws IOException {
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
    }

    synchronized void release(Block block) {
        block.users--;
        if (block.dropped) recycle(block);
    }

    /** What it holds is out of date, or nothing: nobody shall get it any more. */
    synchronized void drop(Block block) {
        if (blocks.remove(block.key, block)) dropped(block);
    }

    private void dropped(Block block) {
        block.dropped = true;
        asked(block);
    }

    private void asked(Block block) {
        if (block.ahead) ahead--;
        block.ahead = false;
    }

    /** Forgets everything that is not being used. */
    synchronized void clear() {
        for (Iterator<Block> all = blocks.values().iterator(); all.hasNext();) {
            Block block = all.next();
            all.remove();
            dropped(block);
        }
        free.clear();
    }

    private Block awaited(Block block) {
        block.users++;
        asked(block);
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
            dropped(block);
            recycle(block);
        }
        ByteBuffer buffer = free.poll();
        return buffer != null ? buffer.clear() : ByteBuffer.allocateDirect(blockSize()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private void recycle(Block block) {
        if (block.users == 0 && free.size() < most) free.add(block.bytes);
    }
}
