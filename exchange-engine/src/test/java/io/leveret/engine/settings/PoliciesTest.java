package io.leveret.engine.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import org.junit.jupiter.api.Test;

class PoliciesTest {

    private static final FieldTable NOTHING = FieldTable.EMPTY;

    private final Policies policies = new Policies();

    @Test
    void findsAPatternAnywhereInTheName() {
        policies.put(policy("p", "rder", AppliesTo.QUEUES, 0, "max-length", 5), false);
        assertThat(settings("orders", NOTHING).maxLength()).isEqualTo(5);
        assertThat(settings("Offers", NOTHING).maxLength()).isEqualTo(QueueSettings.NONE);
    }

    @Test
    void letsTheHighestPriorityHoldAlone() {
        policies.put(policy("low", ".*", AppliesTo.ALL, 1, "message-ttl", 100), false);
        policies.put(policy("high", ".*", AppliesTo.ALL, 2, "max-length", 5), false);
        assertThat(settings("q", NOTHING).maxLength()).isEqualTo(5);
        assertThat(settings("q", NOTHING).messageTtl()).isEqualTo(QueueSettings.NONE);
        policies.remove("high", false);
        assertThat(settings("q", NOTHING).messageTtl()).isEqualTo(100);
    }

    @Test
    void appliesOnlyToWhatItIsFor() {
        policies.put(policy("x", ".*", AppliesTo.EXCHANGES, 9, "max-length", 1), false);
        policies.put(policy("c", ".*", AppliesTo.CLASSIC_QUEUES, 5, "max-length", 2), false);
        policies.put(policy("q", ".*", AppliesTo.QUORUM_QUEUES, 5, "max-length", 3), false);
        assertThat(settings("q", NOTHING).maxLength()).isEqualTo(2);
        assertThat(settings("q", NOTHING.with("x-queue-type", FieldValue.longString("quorum"))).maxLength()).isEqualTo(3);
    }

    @Test
    void takesTheStricterNumberOfArgumentAndPolicy() {
        policies.put(policy("p", ".*", AppliesTo.ALL, 0, "max-length", 5), false);
        assertThat(settings("q", NOTHING.with("x-max-length", FieldValue.signedInt(3))).maxLength()).isEqualTo(3);
        assertThat(settings("q", NOTHING.with("x-max-length", FieldValue.signedInt(8))).maxLength()).isEqualTo(5);
    }

    @Test
    void prefersTheArgumentWhereTheyCannotBeCompared() {
        policies.put(new Policy("p", NamePattern.of(".*"), AppliesTo.ALL, 0, PolicyDefinition.ofUser(
            NOTHING.with("dead-letter-exchange", FieldValue.longString("policy")))), false);
        assertThat(settings("q", NOTHING).deadLetterExchange()).hasValue("policy");
        assertThat(settings("q", NOTHING.with("x-dead-letter-exchange", FieldValue.longString("argument")))
            .deadLetterExchange()).hasValue("argument");
    }

    @Test
    void doesNotLetUsersLoosenWhatTheOperatorSays() {
        policies.put(policy("mine", ".*", AppliesTo.ALL, 0, "max-length", 100), false);
        policies.put(operators("theirs", 10), true);
        assertThat(settings("q", NOTHING).maxLength()).isEqualTo(10);
        policies.put(policy("mine", ".*", AppliesTo.ALL, 0, "max-length", 5), false);
        assertThat(settings("q", NOTHING).maxLength()).isEqualTo(5);
        policies.remove("theirs", true);
        policies.remove("mine", false);
        assertThat(settings("q", NOTHING).maxLength()).isEqualTo(QueueSettings.NONE);
    }

    @Test
    void doesNotTakeANegativeDeliveryLimitForTheStricterOne() {
        policies.put(policy("mine", ".*", AppliesTo.ALL, 0, "delivery-limit", -1), false);
        assertThat(settings("q", NOTHING).deliveryLimit()).isEqualTo(QueueSettings.NONE);
        assertThat(settings("q", NOTHING.with("x-delivery-limit", FieldValue.signedInt(3))).deliveryLimit()).isEqualTo(3);
        policies.put(new Policy("theirs", NamePattern.of(".*"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofOperator(NOTHING.with("delivery-limit", FieldValue.longInt(5)))), true);
        assertThat(settings("q", NOTHING).deliveryLimit()).isEqualTo(5);
        assertThat(settings("q", NOTHING.with("x-delivery-limit", FieldValue.signedInt(-1))).deliveryLimit()).isEqualTo(5);
    }

    @Test
    void refusesInRabbitMqsWords() {
        assertRefused(NOTHING, "no policy provided");
        assertRefused(NOTHING.with("foo", FieldValue.longInt(1)), "[{<<\"foo\">>,1}] are not recognised policy settings");
        assertRefused(NOTHING.with("max-priority", FieldValue.longInt(5)),
            "[{<<\"max-priority\">>,5}] are not recognised policy settings");
        assertRefused(NOTHING.with("message-ttl", FieldValue.longString("abc")), "<<\"abc\">> is not a valid message TTL");
        assertRefused(NOTHING.with("expires", FieldValue.longInt(0)), "0 is not a valid queue expiry");
        assertRefused(NOTHING.with("overflow", FieldValue.longString("x")), "<<\"x\">> is not a valid overflow value");
        assertRefused(NOTHING.with("max-length", FieldValue.longString("x")), "<<\"x\">> is not a valid maximum length");
        assertRefused(NOTHING.with("dead-letter-exchange", FieldValue.longInt(1)),
            "1 is not a valid dead letter exchange name");
        assertRefused(NOTHING.with("delivery-limit", FieldValue.longString("a")), "<<\"a\">> is not a valid delivery limit");
        assertRefused(NOTHING.with("alternate-exchange", FieldValue.longInt(5)),
            "5 is not a valid alternate exchange name");
        assertRefused(NOTHING.with("delayed-message", FieldValue.longInt(1)), "1 is not a valid delayed message");
        assertThatThrownBy(() -> PolicyDefinition.ofOperator(NOTHING.with("dead-letter-exchange", FieldValue.longString("a"))))
            .hasMessage("[{<<\"dead-letter-exchange\">>,<<\"a\">>}] are not recognised policy settings");
        assertThatThrownBy(() -> AppliesTo.named("foo")).hasMessageContaining("apply-to 'foo' unrecognised");
        assertThatThrownBy(() -> NamePattern.of("(")).hasMessageContaining("pattern should be regular expression");
    }

    @Test
    void takesTheSettingsOfOlderVersionsWithoutEffect() {
        PolicyDefinition.ofUser(NOTHING.with("ha-mode", FieldValue.longString("all")));
    }

    @Test
    void isNotHeldUpByAPatternThatExplodes() {
        NamePattern pattern = NamePattern.of("(a+)+$");
        assertThat(pattern.isIn("a".repeat(200) + "b")).isFalse();
    }

    private QueueSettings settings(String queue, FieldTable arguments) {
        return policies.settingsOf(queue, QueueSettings.ofArguments(arguments, "queue"));
    }

    private static Policy policy(String name, String pattern, AppliesTo appliesTo, int priority, String key, long value) {
        return new Policy(name, NamePattern.of(pattern), appliesTo, priority,
            PolicyDefinition.ofUser(NOTHING.with(key, FieldValue.longInt(value))));
    }

    private static Policy operators(String name, long maxLength) {
        return new Policy(name, NamePattern.of(".*"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofOperator(NOTHING.with("max-length", FieldValue.longInt(maxLength))));
    }

    private static void assertRefused(FieldTable definition, String reason) {
        assertThatThrownBy(() -> PolicyDefinition.ofUser(definition)).isInstanceOf(InvalidPolicyException.class)
            .hasMessage(reason);
    }
}
