package io.leveret.engine.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

class MessageTest {
    @Test
    void isRoutedByItsRoutingKeyAlone() {
        assertThat(message(FieldTable.EMPTY).routingKeys()).containsExactly("key");
        assertThat(new Message("ex", "key", BasicProperties.EMPTY, Body.EMPTY).furtherKeys()).isEmpty();
    }

    @Test
    void isRoutedByTheStringsOfBothKindsOfCopies() {
        FieldTable headers = FieldTable.builder()
                .put("BCC", array("c"))
                .put("other", "d")
                .put("CC", FieldValue.array(FieldValue.longString("a"), FieldValue.signedInt(7), FieldValue.longString("b")))
                .build();

        assertThat(message(headers).routingKeys()).containsExactly("key", "a", "b", "c");
    }

    @Test
    void cannotExistWithCopiesThatAreNoArray() {
        refuses("CC", FieldValue.longString("a"), "invalid message: {unacceptable_type_in_header,\"CC\",longstr}");
        refuses("BCC", FieldValue.signedInt(1), "invalid message: {unacceptable_type_in_header,\"BCC\",signedint}");
        refuses("CC", FieldValue.nothing(), "invalid message: {unacceptable_type_in_header,\"CC\",void}");
    }

    @Test
    void losesBlindCopiesForItsReadersAndKeepsThemForItsRoute() {
        FieldTable headers = FieldTable.builder().put("CC", array("a")).put("BCC", array("b")).put("x", true).build();

        Message stored = message(headers).withoutBlindCopies();

        assertThat(stored.properties().headers()).isEqualTo(FieldTable.builder().put("CC", array("a")).put("x", true).build());
        assertThat(stored.properties().contentType()).contains("text/plain");
        assertThat(stored.routingKeys()).containsExactly("key", "a", "b");
    }

    @Test
    void isStoredAsItIsWithoutBlindCopies() {
        Message message = message(FieldTable.builder().put("CC", array("a")).build());

        assertThat(message.withoutBlindCopies()).isSameAs(message);
    }

    @Test
    void isPersistentByItsDeliveryMode() {
        BasicProperties persistent = BasicProperties.builder().persistent().build();

        assertThat(new Message("ex", "key", persistent, Body.EMPTY).isPersistent()).isTrue();
        assertThat(message(FieldTable.EMPTY).isPersistent()).isFalse();
    }

    @Test
    void losesItsOldestDeathsWhereTheyDoNotFit() {
        Message dead = message(FieldTable.builder().put("own", "x".repeat(100)).build());
        for (int i = 0; i < 20; i++) dead = dead.deadLetter("dlx", Optional.empty(), "queue" + i, DeathReason.EXPIRED, 5);
        int whole = dead.properties().length();
        assertThat(dead.propertiesWithin(whole)).isSameAs(dead.properties());
        for (int longest = whole - 1; longest > 600; longest -= 50) {
            BasicProperties shorter = dead.propertiesWithin(longest);
            assertThat(shorter.length()).isBetween(longest - 130, longest);
            assertThat(queuesOf(shorter)).startsWith("queue19").isSubsetOf(queuesOf(dead.properties()));
            assertThat(shorter.header("x-first-death-queue")).contains(FieldValue.longString("queue0"));
        }
        BasicProperties none = BasicProperties.builder().contentType("text/plain")
                .headers(FieldTable.builder().put("own", "x".repeat(100)).build()).build();
        assertThat(dead.propertiesWithin(none.length())).isEqualTo(none);
    }

    @Test
    void keepsWhatItsPublisherCallsADeath() {
        Message message = message(FieldTable.builder().put("x-death", array("a")).build());
        assertThat(message.propertiesWithin(1)).isSameAs(message.properties());
    }

    private static List<String> queuesOf(BasicProperties properties) {
        return properties.header("x-death").orElseThrow().asArray().stream()
                .map(death -> death.asTable().find("queue").orElseThrow().asText()).toList();
    }

    private static void refuses(String header, FieldValue value, String text) {
        assertThatThrownBy(() -> message(FieldTable.builder().put(header, value).build()))
                .isInstanceOfSatisfying(AmqpException.class, e -> assertThat(e.code()).isEqualTo(ReplyCode.PRECONDITION_FAILED))
                .hasMessage(text);
    }

    private static Message message(FieldTable headers) {
        BasicProperties properties = BasicProperties.builder().contentType("text/plain").headers(headers).build();
        return new Message("ex", "key", properties, Body.of(new byte[] {1}));
    }

    private static FieldValue array(String key) {
        return FieldValue.array(FieldValue.longString(key));
    }
}
