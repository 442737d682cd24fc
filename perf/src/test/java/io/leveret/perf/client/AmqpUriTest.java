package io.leveret.perf.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmqpUriTest {

    @Test
    void readsAllParts() {
        assertThat(AmqpUri.parse("amqp://alice:secret@broker.test:5673/shop"))
                .isEqualTo(new AmqpUri(false, "broker.test", 5673, "alice", "secret", "shop"));
    }

    @Test
    void fillsInWhatIsLeftOut() {
        assertThat(AmqpUri.parse("amqp://localhost")).isEqualTo(new AmqpUri(false, "localhost", 5672, "guest", "guest", "/"));
        assertThat(AmqpUri.parse("amqp://localhost/")).isEqualTo(new AmqpUri(false, "localhost", 5672, "guest", "guest", "/"));
    }

    @Test
    void decodesWhatIsWrittenWithPercents() {
        assertThat(AmqpUri.parse("amqp://a%40b:p+%2F%3A@localhost/%2Fshop"))
                .isEqualTo(new AmqpUri(false, "localhost", 5672, "a@b", "p+/:", "/shop"));
    }

    @Test
    void knowsAddressesOfIpv6() {
        assertThat(AmqpUri.parse("amqp://[::1]:5673").host()).isEqualTo("::1");
        assertThat(AmqpUri.parse("amqp://[::1]:5673").address()).isEqualTo("[::1]:5673");
    }

    @Test
    void knowsWhereTlsIs() {
        assertThat(AmqpUri.parse("amqps://localhost")).isEqualTo(new AmqpUri(true, "localhost", 5671, "guest", "guest", "/"));
        assertThat(AmqpUri.parse("amqps://localhost:5672")).asString().isEqualTo("amqps://guest@localhost:5672");
    }

    @Test
    void keepsThePasswordToItself() {
        assertThat(AmqpUri.parse("amqp://alice:secret@localhost/shop")).asString().contains("alice", "shop").doesNotContain("secret");
    }

    @ParameterizedTest
    @CsvSource({"http://localhost, not of the form", "localhost, not of the form", "amqp://localhost/a/b, %2F",
        "amqp://localhost?heartbeat=5, ?heartbeat=5", "amqp://a b, is no URI", "amqp://:99x, names no host"})
    void saysWhatIsWrong(String text, String complaint) {
        assertThatIllegalArgumentException().isThrownBy(() -> AmqpUri.parse(text)).withMessageContaining(complaint);
    }
}
