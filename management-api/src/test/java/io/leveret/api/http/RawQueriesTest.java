package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RawQueriesTest {

    @ParameterizedTest
    @CsvSource({
        "/api/queues?name=^a|b[0-9]{2}&page=1, /api/queues?name=%5Ea%7Cb[0-9]%7B2%7D&page=1",
        "/api/queues?name=%5Ea+b,              /api/queues?name=%5Ea+b",
        "/api/queues?name=\u00c3\u00a9,        /api/queues?name=%C3%A9",
        "/api/queues/^,                        /api/queues/^",
        "/api/queues,                          /api/queues",
    })
    void becomeWhatUrisMayHave(String raw, String encoded) {
        assertThat(RawQueries.encoded(raw)).isEqualTo(encoded);
        if (raw.contains("?")) assertThat(URI.create(RawQueries.encoded(raw))).isNotNull();
    }
}
