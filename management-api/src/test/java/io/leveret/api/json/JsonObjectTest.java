package io.leveret.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonObjectTest {

    @Test
    void nothingIsTheEmptyObject() {
        assertThat(JsonObject.of(null)).isEqualTo(JsonObject.of("{}")).isEqualTo(JsonObject.of(" \n")).isEqualTo(JsonObject.of("null"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "7", "{} x", "{\"a\"}", "{'a':1}"})
    void whatIsNoObjectIsRefused(String text) {
        assertThatThrownBy(() -> JsonObject.of(text)).isInstanceOf(MalformedJsonException.class);
    }

    @Test
    void namesAllThatIsMissing() {
        assertThatThrownBy(() -> JsonObject.of("{\"b\":1}").require("a", "b", "c")).hasMessage("[{key_missing,a},{key_missing,c}]");
        assertThatThrownBy(() -> JsonObject.of("{}").require("routing_key", "properties", "payload", "payload_encoding"))
            .hasMessage("[{key_missing,routing_key},\n {key_missing,properties},\n {key_missing,payload},\n {key_missing,payload_encoding}]");
    }

    @Test
    void booleansMayBeTexts() {
        JsonObject object = JsonObject.of("{\"a\":true,\"b\":\"true\",\"c\":\"false\",\"d\":1}");
        assertThat(object.flag("a", false)).isTrue();
        assertThat(object.flag("b", false)).isTrue();
        assertThat(object.flag("c", true)).isFalse();
        assertThat(object.flag("none", true)).isTrue();
        assertThatThrownBy(() -> object.flag("d", true)).isInstanceOf(InvalidBodyException.class).hasMessage("[not_boolean, 1]");
    }

    @Test
    void wordsComeInAnArrayOrBetweenCommas() {
        assertThat(JsonObject.of("{\"tags\":\"a, b,,\"}").words("tags")).containsExactly("a", "b");
        assertThat(JsonObject.of("{\"tags\":[\"a\",\"b\"]}").words("tags")).containsExactly("a", "b");
        assertThat(JsonObject.of("{\"tags\":\"\"}").words("tags")).isEmpty();
    }

    @Test
    void anEmptyArrayIsAnEmptyTable() {
        assertThat(JsonObject.of("{\"arguments\":[]}").table("arguments")).isEmpty();
    }
}
