package io.leveret.persistence.message;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sections of a checkpoint whose check sum is right. */
public final class SectionInput {

    private SectionInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        ByteBuffer sections = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        Recovery recovery = new Recovery(IndexSpill.NEVER);
        try {
            while (sections.hasRemaining()) QueueSection.read(sections, recovery);
        } catch (RuntimeException refused) {
            // as whoever reads the file takes it; what takes endless time or memory, it cannot catch
        }
    }
}
