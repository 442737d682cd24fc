package io.leveret.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AmqpJsonTest {

    @Test
    void numbersStayNumbersThereAndBack() {
        String json = "{\"whole\":7,\"half\":0.5,\"text\":\"x\",\"yes\":true,\"list\":[1,[\"a\"]],\"inner\":{\"b\":-1}}";
        FieldTable table = AmqpJson.table(JsonObject.of(json).members());
        assertThat(table.find("whole").orElseThrow().type()).isEqualTo(FieldType.LONG);
        assertThat(new String(Json.write(AmqpJson.of(table)), StandardCharsets.UTF_8)).isEqualTo(json);
    }

    @Test
    void whatHasNoCounterpartIsRefused() {
        assertRefused("{\"a\":null}", "null_not_allowed");
        assertRefused("{\"a\":" + "[".repeat(40) + "]".repeat(40) + "}", "nested_too_deeply");
        assertRefused("{\"" + "k".repeat(256) + "\":1}", "[invalid_key, " + "k".repeat(256) + "]");
    }

    @Test
    void whatIsOnlyKeptMayBeNothing() {
        Object kept = JsonObject.of("{\"a\":[1,null,{\"b\":null}]}").members().get("a");
        FieldTable table = FieldTable.builder().put("a", AmqpJson.kept(kept)).build();
        assertThat(new String(Json.write(AmqpJson.of(table)), StandardCharsets.UTF_8)).isEqualTo("{\"a\":[1,null,{\"b\":null}]}");
    }

    @Test
    void namesThatAreNoTextAreEscaped() {
        assertThat(new String(Json.write(Map.of("a\udc80", "b\udcff😀")), StandardCharsets.UTF_8)).isEqualTo("{\"a\\uDC80\":\"b\\uDCFF😀\"}");
    }

    @Test
    void bytesAreWrittenInBase64() {
        FieldTable table = FieldTable.builder().put("x", FieldValue.binary(new byte[] {-1})).build();
        assertThat(AmqpJson.of(table)).isEqualTo(Map.of("x", "/w=="));
    }

    private static void assertRefused(String json, String reason) {
        assertThatThrownBy(() -> AmqpJson.table(JsonObject.of(json).members())).isInstanceOf(InvalidBodyException.class)
            .hasMessage(reason);
    }
}
