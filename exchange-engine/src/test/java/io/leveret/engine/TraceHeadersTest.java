package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.message.Message;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class TraceHeadersTest {

    private static final Tracing.Party PARTY = new Tracing.Party("node", "connection", 1, "user", 128 << 10);

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
        for (String name : List.of("q", "queue", "\u20ac".repeat(80))) {
            FieldValue names = TraceHeaders.names(Collections.nCopies(100_000, name), PARTY);
            assertThat(length(FieldTable.EMPTY.with("n", names))).isBetween(15 << 10, (16 << 10) + 20);
        }
    }

    @Test
    void fitIntoTheSmallestFrame() {
        Tracing.Party small = new Tracing.Party("node", "connection", 1, "user", 4096);
        List<String> names = Collections.nCopies(1000, "key");
        FieldTable headers = FieldTable.EMPTY.with("CC", FieldValue.array(names.stream().map(FieldValue::longString).toList()));
        BasicProperties wordy = BasicProperties.builder().type("x".repeat(255)).headers(headers).build();
        FieldTable copied = TraceHeaders.of(new Message("x", "key", wordy, Body.EMPTY), wordy, "/", small)
            .put("routed_queues", TraceHeaders.names(names, small)).build();
        assertThat(length(copied)).isLessThan(4000);
        assertThat(copied.find("properties").orElseThrow().asTable().find("type")).isPresent();
    }

    @Test
    void keepTimesThatAreInMilliseconds() {
        assertThat(table(BasicProperties.builder().timestamp(5).build()).find("timestamp")).contains(FieldValue.signedInt(5));
        assertThat(table(BasicProperties.builder().timestamp(1L << 40).build()).find("timestamp"))
            .contains(FieldValue.longInt(1L << 40));
    }

    private static int length(FieldTable table) {
        return BasicProperties.builder().headers(table).build().length();
    }

    private static FieldTable properties(FieldTable headers) {
        return table(BasicProperties.builder().headers(headers).build());
    }

    private static FieldTable table(BasicProperties properties) {
        Message message = new Message("x", "key", properties, Body.EMPTY);
        return TraceHeaders.of(message, properties, "/", PARTY).build()
            .find("properties").orElseThrow().asTable();
    }
}
