package io.leveret.engine.access;

import static io.leveret.engine.access.Operation.CONFIGURE;
import static io.leveret.engine.access.Operation.READ;
import static io.leveret.engine.access.Operation.WRITE;
import static io.leveret.engine.access.Rights.Kind.EXCHANGE;
import static io.leveret.engine.access.Rights.Kind.QUEUE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import io.leveret.codec.error.AmqpException;
import java.lang.management.ManagementFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class UserRightsTest {

    private final PermissionTable table = new PermissionTable();
    private final Rights alice = new UserRights(table, "alice", "shop");

    @Test
    void looksForTheExpressionAnywhereInTheName() {
        table.put("alice", "shop", new Permissions("^my-", "orders", "in$"));
        assertPermitted(() -> alice.require(CONFIGURE, QUEUE, "my-queue"));
        assertPermitted(() -> alice.require(WRITE, EXCHANGE, "the-orders-exchange"));
        assertRefused(() -> alice.require(READ, QUEUE, "inbox"),
            "read access to queue 'inbox' in vhost 'shop' refused for user 'alice'");
        assertRefused(() -> alice.require(CONFIGURE, EXCHANGE, "not-my-exchange"),
            "configure access to exchange 'not-my-exchange' in vhost 'shop' refused for user 'alice'");
    }

    @Test
    void theEmptyExpressionIsForTheEmptyNameOnly() {
        table.put("alice", "shop", new Permissions("", "", ""));
        assertRefused(() -> alice.require(WRITE, EXCHANGE, "x"),
            "write access to exchange 'x' in vhost 'shop' refused for user 'alice'");
        assertPermitted(() -> alice.require(READ, QUEUE, ""));
    }

    @Test
    void theDefaultExchangeHasAName() {
        table.put("alice", "shop", new Permissions("", "^amq\\.default$", ""));
        assertPermitted(() -> alice.require(WRITE, EXCHANGE, ""));
        assertRefused(() -> alice.require(READ, EXCHANGE, ""),
            "read access to exchange 'amq.default' in vhost 'shop' refused for user 'alice'");
    }

    @Test
    void oneOfThreeIsEnoughToLookAtSomething() {
        table.put("alice", "shop", new Permissions("^c", "^w", "^r"));
        for (String name : new String[] {"c", "w", "r"}) assertPermitted(() -> alice.requireAny(QUEUE, name));
        assertRefused(() -> alice.requireAny(QUEUE, "x"),
            "configure access to queue 'x' in vhost 'shop' refused for user 'alice'");
    }

    @Test
    void aChangeCountsAtOnce() {
        table.put("alice", "shop", Permissions.all());
        table.put("alice", "elsewhere", Permissions.all());
        assertPermitted(() -> alice.require(WRITE, EXCHANGE, "x"));
        table.put("alice", "shop", new Permissions("", "y", ""));
        assertRefused(() -> alice.require(WRITE, EXCHANGE, "x"),
            "write access to exchange 'x' in vhost 'shop' refused for user 'alice'");
        assertPermitted(() -> alice.require(WRITE, EXCHANGE, "y"));
        table.remove("alice", "shop");
        assertRefused(() -> alice.require(WRITE, EXCHANGE, "y"),
            "write access to exchange 'y' in vhost 'shop' refused for user 'alice'");
        table.put("alice", "shop", Permissions.all());
        table.removeUser("alice");
        assertRefused(() -> alice.require(WRITE, EXCHANGE, ""),
            "write access to exchange 'amq.default' in vhost 'shop' refused for user 'alice'");
    }

    @Test
    void remembersNoMoreThanAFewNamesYetForgetsNoRight() {
        table.put("alice", "shop", Permissions.all());
        for (int i = 0; i < 1000; i++) alice.require(WRITE, EXCHANGE, "x" + i % 200);
    }

    @Test
    void whatWasPermittedBeforeCostsNoMemory() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        table.put("alice", "shop", Permissions.all());
        table.putTopics("alice", "shop", "amq.topic", new TopicPermissions(".*", ".*"));
        publish();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) publish();
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void publish() {
        alice.require(WRITE, EXCHANGE, "amq.topic");
        alice.requireTopic(WRITE, "amq.topic", "key");
        alice.require(WRITE, EXCHANGE, "");
    }

    @Test
    void topicsAreRestrictedWhereSaid() {
        table.put("alice", "shop", Permissions.all());
        assertPermitted(() -> alice.requireTopic(WRITE, "amq.topic", "anything"));
        table.putTopics("alice", "shop", "amq.topic", new TopicPermissions("^out\\.", "^in\\."));
        assertPermitted(() -> alice.requireTopic(WRITE, "amq.topic", "out.a"));
        assertPermitted(() -> alice.requireTopic(WRITE, "amq.topic", "out.a"));
        assertPermitted(() -> alice.requireTopic(READ, "amq.topic", "in.a"));
        assertPermitted(() -> alice.requireTopic(WRITE, "other", "anything"));
        assertRefused(() -> alice.requireTopic(WRITE, "amq.topic", "in.a"),
            "write access to topic 'in.a' in exchange 'amq.topic' in vhost 'shop' refused for user 'alice'");
        table.removeTopics("alice", "shop", "amq.topic");
        assertPermitted(() -> alice.requireTopic(WRITE, "amq.topic", "in.a"));
    }

    @Test
    void variablesStandForTextNotForExpressions() {
        Rights odd = new UserRights(table, "a.c", "v+");
        table.putTopics("a.c", "v+", "t", new TopicPermissions("^{username}-{vhost}$", "^{client_id}$"));
        assertPermitted(() -> odd.requireTopic(WRITE, "t", "a.c-v+"));
        assertRefused(() -> odd.requireTopic(WRITE, "t", "abc-vv"),
            "write access to topic 'abc-vv' in exchange 't' in vhost 'v+' refused for user 'a.c'");
        assertPermitted(() -> odd.requireTopic(READ, "t", "{client_id}"));
    }

    @Test
    @Timeout(60)
    void noExpressionTakesLong() {
        table.put("alice", "shop", new Permissions("", "^(a+)+$", ""));
        assertRefused(() -> alice.require(WRITE, EXCHANGE, "a".repeat(200) + "!"),
            "write access to exchange '" + "a".repeat(200) + "!' in vhost 'shop' refused for user 'alice'");
        assertThatThrownBy(() -> new Permissions("(", "", "")).hasMessageStartingWith("'(' is no regular expression: ");
        assertThatThrownBy(() -> new TopicPermissions("", "(?=x)")).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertPermitted(ThrowingCallable check) {
        assertThatCode(check).doesNotThrowAnyException();
    }

    private static void assertRefused(ThrowingCallable check, String text) {
        assertThatThrownBy(check).isInstanceOf(AmqpException.class).hasMessageContaining(text);
    }
}
