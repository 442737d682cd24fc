package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import java.util.Collections;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {

    @Test
    void haveTheOriginalsHeaders() {
        FieldTable headers = FieldTable.EMPTY.with("n", FieldValue.array(FieldValue.table(FieldTable.EMPTY)));
        assertThat(properties(headers).find("headers")).contains(FieldValue.table(headers));
    }

    @Test
    void leaveOutWhatNobodyCouldDecode() {
        FieldTable deep = FieldTable.EMPTY;
        for (int level = 1; level < 100; level++) deep = FieldTable.EMPTY.with("t", FieldValue.table(deep));
        assertThat(properties(deep).contains("headers")).isTrue();
        assertThat(properties(FieldTable.EMPTY.with("a", FieldValue.array(FieldValue.table(deep)))).contains("headers")).isFalse();
    }

    @Test
    void leaveOutWhatWouldNotFitIntoAFrame() {
        FieldTable large = FieldTable.EMPTY.with("t", FieldValue.longString("x".repeat(64 << 10)));
        assertThat(properties(large).contains("headers")).isFalse();
        assertThat(TraceHeaders.names(Collections.nCopies(10_000, "queue")).asArray()).hasSizeLessThan(4000);
    }

    @Test
    void keepTimesThatAreInMilliseconds() {
        assertThat(table(BasicProperties.builder().timestamp(5).build()).find("timestamp")).contains(FieldValue.signedInt(5));
        assertThat(table(BasicProperties.builder().timestamp(1L << 40).build()).find("timestamp"))
            .contains(FieldValue.longInt(1L << 40));
    }

    private static FieldTable properties(FieldTable headers) {
        return table(BasicProperties.builder().headers(headers).build());
    }

    private static FieldTable table(BasicProperties properties) {
        Message message = new Message("x", "key", properties, Body.EMPTY);
        return TraceHeaders.of(message, properties, "/", new Tracing.Party("node", "connection", 1, "user")).build()
            .find("properties").orElseThrow().asTable();
    }
}
