package io.leveret.codec;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Lends buffers to a test, and fails it when one of them was retained or released (the codec does neither), or when anything
 * else was taken from their allocator and not given back.
 */
public final class LeakDetection implements AfterEachCallback, AutoCloseable {
    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private final List<ByteBuf> lent = new ArrayList<>();

    public ByteBuf buffer() {
        ByteBuf buffer = allocator.heapBuffer();
        lent.add(buffer);
        return buffer;
    }

    public ByteBuf bytes(byte... bytes) {
        return buffer().writeBytes(bytes);
    }

    public ByteBuf hex(String hex) {
        return bytes(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    @Override public void afterEach(ExtensionContext context) {
        close();
    }

    @Override public void close() {
        assertThat(lent).as("reference counts of the buffers").allMatch(buffer -> buffer.refCnt() == 1);
        lent.forEach(ByteBuf::release);
        lent.clear();
        assertThat(allocator.metric().usedHeapMemory()).as("bytes not given back").isZero();
        assertThat(allocator.metric().usedDirectMemory()).as("direct bytes not given back").isZero();
    }
}
