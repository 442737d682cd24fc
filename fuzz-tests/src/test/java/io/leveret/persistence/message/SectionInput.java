package io.leveret.persistence.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.BiConsumer;

/** Sections of a checkpoint whose check sum is right. */
public final class SectionInput {

    private SectionInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        read(bytes, QueueSection::read);
        read(bytes, EarlierQueueSection::read);
    }

    private static void read(byte[] bytes, BiConsumer<ByteBuffer, Recovery> section) {
        ByteBuffer sections = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Recovery recovery = new Recovery(IndexSpill.NEVER);
        try {
            while (sections.hasRemaining()) section.accept(sections, recovery);
        } catch (RuntimeException refused) {
            // as whoever reads the file takes it; what takes endless time or memory, it cannot catch
        }
    }
}
