package io.leveret.persistence.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompactNumberTest {

    @Property
    void comesOutAsItWentIn(@ForAll long number, @ForAll long next) throws MalformedRecordException {
        ByteBuffer bytes = written(number, next);
        assertThat(CompactNumber.read(bytes)).isEqualTo(number);
        int end = bytes.position();
        assertThat(CompactNumber.read(bytes)).isEqualTo(next);
        assertThat(CompactNumber.end(bytes, 0, bytes.limit())).isEqualTo(end);
        assertThat(CompactNumber.between(bytes, 0, end)).isEqualTo(number);
        assertThat(CompactNumber.unfolded(CompactNumber.folded(number))).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "127, 1", "128, 2", "16383, 2", "16384, 3", "1700000000000, 6", "9223372036854775807, 9", "-1, 10"})
    void takesAsManyBytesAsItNeeds(long number, int bytes) {
        assertThat(written(number).limit()).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "-1, 1", "1, 2", "-64, 127", "63, 126"})
    void isShortOnBothSidesOfZeroOnceFolded(long number, long folded) {
        assertThat(CompactNumber.folded(number)).isEqualTo(folded);
    }

    @Test
    void oneThatDoesNotEndIsRefused() {
        byte[] endless = new byte[11];
        Arrays.fill(endless, (byte) 0x80);
        ByteBuffer bytes = ByteBuffer.wrap(endless);
        assertThatThrownBy(() -> CompactNumber.end(bytes, 0, bytes.limit())).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> CompactNumber.end(bytes, 0, 3)).isInstanceOf(MalformedRecordException.class);
        assertThatThrownBy(() -> CompactNumber.read(bytes)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CompactNumber.read(ByteBuffer.wrap(endless, 0, 3))).isInstanceOf(BufferUnderflowException.class);
    }

    private static ByteBuffer written(long... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(CompactNumber.MOST * numbers.length);
        for (long number : numbers) CompactNumber.write(bytes, number);
        return bytes.flip();
    }
}
