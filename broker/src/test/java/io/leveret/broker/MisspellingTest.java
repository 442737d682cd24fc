package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MisspellingTest {

    @ParameterizedTest
    @CsvSource({"amqp-prot, amqp-port", "amqp.hartbeat, amqp.heartbeat", "amqp.heart, amqp.heartbeat", "disk_free_limit, persistence.disk-free-limit",
        "amqp.conection-max, amqp.connection-max", "heartbeat, amqp.heartbeat", "ssl_options.certfile, ssl-options.certfile", "log.level, log-level",
        "loopback_users, loopback-users"})
    void isOfTheSettingThatItResemblesMost(String written, String meant) {
        assertThat(Misspelling.ofKey(written)).isEqualTo(", did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"listeners.tcp.default, amqp-port", "management.tcp.port, management.port", "management.tcp.ip, management.host",
        "vm_memory_high_watermark.relative, memory.high-watermark", "disk_free_limit.absolute, persistence.disk-free-limit",
        "loopback_users.guest, loopback-users", "log.console, log-level", "log.console.level, log-level", "load_definitions, definitions",
        "handshake_timeout, amqp.handshake-timeout", "password_hashing_module, password-hashing", "management.cors.allow_origins.1, management.cors-origins"})
    void isOfTheSettingThatDoesWhatRabbitMqsDoes(String written, String meant) {
        assertThat(Misspelling.ofKey(written)).isEqualTo(", did you mean " + meant + "?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"frobnicate", "x", "mqtt.listeners.tcp", "vhost"})
    void isOfNoneThatIsQuiteDifferent(String written) {
        assertThat(Misspelling.ofKey(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"LEVERET_AMPQ_PORT, LEVERET_AMQP_PORT", "LEVERET_AMQP_HEART_BEAT, LEVERET_AMQP_HEARTBEAT", "LEVERET_DATADIR, LEVERET_DATA_DIR"})
    void mayBeOfAVariable(String written, String meant) {
        assertThat(Misspelling.ofVariable(written)).isEqualTo(", did you mean " + meant + "?");
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "abc, abc, 0", "abc, acb, 1", "abc, abxc, 1", "abc, ac, 1", "abc, xbc, 1", "abc, '', 3", "kitten, sitting, 3"})
    void isSoManyLettersAway(String one, String other, int letters) {
        assertThat(Misspelling.distance(one, other)).isEqualTo(letters);
    }
}
