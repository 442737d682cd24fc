package io.leveret.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueueSettingsTest {

    private static final String QUEUE = "queue 'q' in vhost '/'";

    @Test
    void asksNothingOfAPlainQueue() {
        QueueSettings plain = of(FieldTable.EMPTY);
        assertThat(plain.type()).isEqualTo(QueueType.CLASSIC);
        assertThat(plain.messageTtl()).isEqualTo(QueueSettings.NONE);
        assertThat(plain.maxLength()).isEqualTo(QueueSettings.NONE);
        assertThat(plain.maxPriority()).isEqualTo((int) QueueSettings.NONE);
        assertThat(plain.deadLetterExchange()).isEmpty();
        assertThat(plain.countsDeliveries()).isFalse();
        assertThat(plain.consumerTimeout()).isEqualTo(1_800_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "x-message-ttl; -1; {value_negative,-1}",
        "x-message-ttl; 315360000001; {value_too_large,315360000001}",
        "x-expires; 0; {value_zero,0}",
        "x-expires; -5; {value_negative,-5}",
        "x-max-length; -1; {value_negative,-1}",
        "x-max-length-bytes; -1; {value_negative,-1}",
        "x-max-priority; 256; {max_value_exceeded,256}",
        "x-max-priority; -1; {value_negative,-1}",
        "x-consumer-timeout; -1; {value_negative,-1}",
        "x-overflow; 7; {unacceptable_type,long}",
        "x-single-active-consumer; 7; {unacceptable_type,long}",
        "x-queue-type; 7; {unacceptable_type,long}",
        "x-queue-version; 3; \"unsupported queue version '3'\"",
    })
    void refusesANumberThatWillNotDo(String argument, long value, String problem) {
        assertRefused(argument, FieldValue.longInt(value), problem);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {
        "x-message-ttl; abc; \"expected integer, got longstr\"",
        "x-overflow; drop-tail; invalid_overflow",
        "x-dead-letter-strategy; maybe; invalid_dlx_strategy",
        "x-dead-letter-routing-key; key; routing_key_but_no_dlx_defined",
        "x-queue-type; foo; \"unsupported queue type 'foo'\"",
        "x-queue-leader-locator; here; invalid_queue_locator_arg",
    })
    void refusesATextThatWillNotDo(String argument, String value, String problem) {
        assertRefused(argument, FieldValue.longString(value), problem);
    }

    @Test
    void refusesADeadLetterExchangeWithoutANameBeforeAllElse() {
        FieldTable arguments = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString("foo"))
            .with("x-dead-letter-exchange", FieldValue.longInt(7));
        assertRefused(arguments, "invalid type 'long' for arg 'x-dead-letter-exchange' in " + QUEUE);
    }

    @ParameterizedTest
    @CsvSource({
        "x-max-age, classic", "x-initial-cluster-size, classic", "x-max-in-memory-length, classic",
        "x-max-age, quorum", "x-max-priority, quorum", "x-queue-mode, quorum",
    })
    void refusesWhatIsMeantForAnotherType(String argument, String type) {
        FieldTable arguments = FieldTable.EMPTY.with("x-queue-type", FieldValue.longString(type))
            .with(argument, FieldValue.longInt(1));
        assertRefused(arguments,
            "invalid arg '" + argument + "' for " + QUEUE + " of queue type rabbit_" + type + "_queue");
    }

    @Test
    void takesNoTypeForTheUsualOne() {
        assertThat(of(FieldTable.EMPTY.with("x-queue-type", FieldValue.longString(""))).type())
            .isEqualTo(QueueType.CLASSIC);
    }

    @Test
    void refusesAKeyThatNoMessageCouldCarry() {
        assertRefused("x-dead-letter-routing-key", FieldValue.longString("k".repeat(256)), "\"longer than 255 bytes\"");
    }

    @Test
    void takesZeroAsTheLowestPriorityThatThereIs() {
        assertThat(of(FieldTable.EMPTY.with("x-max-priority", FieldValue.signedInt(0))).maxPriority()).isEqualTo(1);
    }

    @Test
    void ignoresArgumentsThatMeanNothingHere() {
        of(FieldTable.EMPTY.with("x-queue-mode", FieldValue.longString("lazy")).with("mine", FieldValue.bool(true)));
    }

    private static QueueSettings of(FieldTable arguments) {
        return QueueSettings.ofArguments(arguments, QUEUE);
    }

    private static void assertRefused(String argument, FieldValue value, String problem) {
        assertRefused(FieldTable.EMPTY.with(argument, value), "invalid arg '" + argument + "' for " + QUEUE + ": " + problem);
    }

    private static void assertRefused(FieldTable arguments, String text) {
        assertThatThrownBy(() -> of(arguments)).isInstanceOfSatisfying(AmqpException.class,
            error -> assertThat(error.replyText()).isEqualTo("PRECONDITION_FAILED - " + text));
    }
}
