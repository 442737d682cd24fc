package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_CONSUME;
import static io.leveret.it.MethodId.BASIC_GET;
import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static io.leveret.it.MethodId.CONNECTION_OPEN;
import static io.leveret.it.MethodId.EXCHANGE_BIND;
import static io.leveret.it.MethodId.EXCHANGE_DECLARE;
import static io.leveret.it.MethodId.EXCHANGE_DELETE;
import static io.leveret.it.MethodId.EXCHANGE_UNBIND;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static io.leveret.it.MethodId.QUEUE_DELETE;
import static io.leveret.it.MethodId.QUEUE_PURGE;
import static io.leveret.it.MethodId.QUEUE_UNBIND;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what: a user who may configure what begins with c, write what begins with w, read what begins with r. */
@ExtendWith(BrokerExtension.class)
class PermissionsIT {
    private static final byte[] NOTHING = {};

    private interface Action {
        void on(Channel channel) throws Exception;
    }

    private final Admin admin;
    private final String virtualHost;
    private final String user;
    private Connection connection;
    private Channel channel;

    PermissionsIT(Admin admin) {
        this.admin = admin;
        this.virtualHost = admin.virtualHost();
        this.user = admin.user();
    }

    /** For each letter a queue and an exchange; x is for nobody. */
    @BeforeEach
    void declare() throws Exception {
        try (Connection owner = admin.connect(virtualHost)) {
            Channel setUp = owner.createChannel();
            for (String name : List.of("c", "w", "r", "x")) {
                setUp.queueDeclare(name, true, false, false, null);
                setUp.exchangeDeclare(name, "direct");
            }
        }
        permit("^c", "^w", "^r");
        connection = admin.connectAs(user, virtualHost);
        channel = connection.createChannel();
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                refused("configure", "exchange 'x'", EXCHANGE_DECLARE, on -> on.exchangeDeclare("x", "direct")),
                refused("configure", "exchange 'amq.new'", EXCHANGE_DECLARE, on -> on.exchangeDeclare("amq.new", "direct")),
                refused("read", "exchange 'c2'", EXCHANGE_DECLARE,
                        on -> on.exchangeDeclare("c2", "direct", false, false, Map.of("alternate-exchange", "w"))),
                refused("configure", "exchange 'x'", EXCHANGE_DELETE, on -> on.exchangeDelete("x")),
                refused("configure", "exchange 'missing'", EXCHANGE_DELETE, on -> on.exchangeDelete("missing")),
                refused("write", "exchange 'x'", EXCHANGE_BIND, on -> on.exchangeBind("x", "r", "k")),
                refused("read", "exchange 'x'", EXCHANGE_BIND, on -> on.exchangeBind("w", "x", "k")),
                refused("write", "exchange 'amq.default'", EXCHANGE_BIND, on -> on.exchangeBind("", "r", "k")),
                refused("write", "exchange 'x'", EXCHANGE_UNBIND, on -> on.exchangeUnbind("x", "r", "k")),
                refused("read", "exchange 'x'", EXCHANGE_UNBIND, on -> on.exchangeUnbind("w", "x", "k")),
                refused("configure", "queue 'x'", QUEUE_DECLARE, on -> on.queueDeclare("x", true, false, false, null)),
                refused("read", "queue 'c2'", QUEUE_DECLARE,
                        on -> on.queueDeclare("c2", true, false, false, Map.of("x-dead-letter-exchange", "w"))),
                refused("configure", "queue 'x'", QUEUE_DELETE, on -> on.queueDelete("x")),
                refused("configure", "queue 'missing'", QUEUE_DELETE, on -> on.queueDelete("missing")),
                refused("write", "queue 'x'", QUEUE_BIND, on -> on.queueBind("x", "x", "k")),
                refused("write", "queue 'x'", QUEUE_BIND, on -> on.queueBind("x\r\n", "r", "k")),
                refused("write", "queue 'x'", QUEUE_BIND, on -> on.queueBind("x", "", "k")),
                refused("read", "exchange 'x'", QUEUE_BIND, on -> on.queueBind("w", "x", "k")),
                refused("write", "queue 'x'", QUEUE_UNBIND, on -> on.queueUnbind("x", "r", "k")),
                refused("read", "exchange 'x'", QUEUE_UNBIND, on -> on.queueUnbind("w", "x", "k")),
                refused("read", "queue 'x'", QUEUE_PURGE, on -> on.queuePurge("x")),
                refused("read", "queue 'x'", BASIC_GET, on -> on.basicGet("x", true)),
                refused("read", "queue 'missing'", BASIC_GET, on -> on.basicGet("missing", true)),
                refused("read", "queue 'x'", BASIC_CONSUME, on -> on.basicConsume("x", new DefaultConsumer(on))),
                refused("write", "exchange 'x'", BASIC_PUBLISH, on -> on.basicPublish("x", "k", null, NOTHING)),
                refused("write", "exchange 'missing'", BASIC_PUBLISH, on -> on.basicPublish("missing", "k", null, NOTHING)),
                refused("write", "exchange 'amq.default'", BASIC_PUBLISH, on -> on.basicPublish("", "k", null, NOTHING)),
                refused("configure", "exchange 'x'", EXCHANGE_DECLARE, on -> on.exchangeDeclarePassive("x")),
                refused("configure", "queue 'x'", QUEUE_DECLARE, on -> on.queueDeclarePassive("x")),
                refused("configure", "queue 'missing'", QUEUE_DECLARE, on -> on.queueDeclarePassive("missing")));
    }

    @ParameterizedTest(name = "{0} access to {1}: {2} {index}")
    @MethodSource("refused")
    void refuses(String operation, String what, MethodId blamed, Action action) {
        Refusal.ofChannel(channel, () -> action.on(channel)).is(403, "ACCESS_REFUSED - " + operation + " access to " + what
                + " in vhost '" + virtualHost + "' refused for user '" + user + "'", blamed);
    }

    static Stream<Action> permitted() {
        return Stream.of(
                on -> on.exchangeDeclare("c", "direct"),
                on -> on.exchangeDelete("c"),
                on -> on.exchangeBind("w", "r", "k"),
                on -> on.exchangeUnbind("w", "r", "k"),
                on -> on.queueDeclare("c", true, false, false, null),
                on -> on.queueDelete("c"),
                on -> on.queueBind("w", "r", "k"),
                on -> on.queueUnbind("w", "r", "k"),
                on -> on.queuePurge("r"),
                on -> on.basicGet("r", false),
                on -> on.basicCancel(on.basicConsume("r", new DefaultConsumer(on))),
                on -> on.basicPublish("w", "k", null, NOTHING),
                on -> on.basicConsume("amq.rabbitmq.reply-to", true, new DefaultConsumer(on)),
                Channel::txSelect,
                Channel::confirmSelect);
    }

    @ParameterizedTest(name = "{index}")
    @MethodSource("permitted")
    void permits(Action action) throws Exception {
        action.on(channel);
        channel.basicQos(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c", "w", "r"})
    void oneRightIsEnoughToLookWhetherSomethingIsThere(String name) throws Exception {
        channel.queueDeclarePassive(name);
        channel.exchangeDeclarePassive(name);
        Refusal.ofChannel(channel, () -> channel.queueDeclarePassive(name + "2"))
                .is(404, "NOT_FOUND - no queue '" + name + "2' in vhost '" + virtualHost + "'", QUEUE_DECLARE);
    }

    @Test
    void aGeneratedNameIsCheckedToo() throws Exception {
        Refusal refusal = Refusal.ofChannel(channel, () -> channel.queueDeclare());
        assertThat(refusal.text()).matches("ACCESS_REFUSED - configure access to queue 'amq\\.gen-[-\\w]{22}' in vhost .*");
        permit("^amq\\.gen", "", "");
        connection.createChannel().queueDeclare();
    }

    @Test
    void deadLetteringTakesReadingTheQueueAndWritingTheExchange() throws Exception {
        permit("^c", "^w", "");
        refuses("read", "queue 'c2'", QUEUE_DECLARE, on -> declareWithDeadLetters(on, "c2", "w"));
        permit("^c", "^w", "^c");
        Channel second = connection.createChannel();
        Refusal.ofChannel(second, () -> declareWithDeadLetters(second, "c2", "x")).is(403, "ACCESS_REFUSED - write access to"
                + " exchange 'x' in vhost '" + virtualHost + "' refused for user '" + user + "'", QUEUE_DECLARE);
        Channel third = connection.createChannel();
        declareWithDeadLetters(third, "c2", "w");
        permit("^c", "", "");
        declareWithDeadLetters(connection.createChannel(), "c2", "w");
    }

    @Test
    void anAlternateExchangeTakesReadingTheOneAndWritingTheOther() throws Exception {
        permit("^c", "^w", "^c");
        Channel first = connection.createChannel();
        Refusal.ofChannel(first, () -> declareWithAlternate(first, "x")).is(403, "ACCESS_REFUSED - write access to"
                + " exchange 'x' in vhost '" + virtualHost + "' refused for user '" + user + "'", EXCHANGE_DECLARE);
        declareWithAlternate(connection.createChannel(), "w");
    }

    @Test
    void theNameOfTheDefaultExchangeIsToBePermitted() throws Exception {
        permit("", "^amq\\.default$", "");
        Channel publishing = connection.createChannel();
        publishing.basicPublish("", "r", null, NOTHING);
        publishing.basicQos(1);
    }

    @Test
    void theSystemsOwnComeFirst() {
        Refusal.ofChannel(channel, () -> channel.exchangeDelete("amq.direct")).is(403, "ACCESS_REFUSED - deletion of"
                + " system exchange 'amq.direct' in vhost '" + virtualHost + "' not allowed", EXCHANGE_DELETE);
    }

    @Test
    void aReservedQueueNameComesFirst() {
        Refusal.ofChannel(channel, () -> channel.queueDeclare("amq.x", true, false, false, null))
                .is(403, "ACCESS_REFUSED - queue name 'amq.x' contains reserved prefix 'amq.*'", QUEUE_DECLARE);
    }

    @Test
    void anUnknownTypeComesFirst() {
        Refusal.ofChannel(channel, () -> channel.exchangeDeclare("x", "nonsense"))
                .is(406, "PRECONDITION_FAILED - unknown exchange type 'nonsense'", EXCHANGE_DECLARE);
    }

    @Test
    void theEmptyExpressionPermitsNothing() throws Exception {
        permit("", "", "");
        Channel fresh = connection.createChannel();
        Refusal.ofChannel(fresh, () -> fresh.basicPublish("w", "k", null, NOTHING)).is(403, "ACCESS_REFUSED - write access"
                + " to exchange 'w' in vhost '" + virtualHost + "' refused for user '" + user + "'", BASIC_PUBLISH);
    }

    @Test
    void whoHasNoPermissionsStaysOutside() throws Exception {
        admin.control().removePermissions(user, virtualHost);
        admin.refusalOf(user, virtualHost).is(530, "NOT_ALLOWED - access to vhost '" + virtualHost
                + "' refused for user '" + user + "'", CONNECTION_OPEN);
    }

    @Test
    void newRightsCountForOpenConnections() throws Exception {
        permit("^c", ".*", "^r");
        channel.basicPublish("x", "k", null, NOTHING);
        channel.basicQos(1);
    }

    @Test
    void lostRightsAreLostOnOpenConnections() throws Exception {
        admin.control().removePermissions(user, virtualHost);
        Refusal.ofChannel(channel, () -> channel.basicGet("r", true)).is(403, "ACCESS_REFUSED - read access to queue 'r'"
                + " in vhost '" + virtualHost + "' refused for user '" + user + "'", BASIC_GET);
    }

    @Test
    @DiffersFromRabbitMq("a channel goes on with what it was permitted before")
    void lostRightsAreLostOnChannelsThatUsedThem() throws Exception {
        channel.basicPublish("w", "k", null, NOTHING);
        channel.basicQos(1);
        permit("^c", "", "^r");
        Refusal.ofChannel(channel, () -> channel.basicPublish("w", "k", null, NOTHING)).is(403, "ACCESS_REFUSED - write"
                + " access to exchange 'w' in vhost '" + virtualHost + "' refused for user '" + user + "'", BASIC_PUBLISH);
    }

    @Test
    void nobodyPublishesInTheNameOfOthers() {
        Refusal.ofChannel(channel, () -> channel.basicPublish("w", "k", claimedBy("somebody"), NOTHING))
                .is(406, "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was '" + user + "'",
                        BASIC_PUBLISH);
    }

    @Test
    void everybodyPublishesInTheirOwnName() throws Exception {
        channel.basicPublish("w", "k", claimedBy(user), NOTHING);
        channel.basicQos(1);
    }

    @Test
    void anImpersonatorPublishesInAnyName() throws Exception {
        String impersonator = admin.user("impersonator");
        admin.control().permit(impersonator, virtualHost, "", ".*", "");
        Channel theirs = admin.connectAs(impersonator, virtualHost).createChannel();
        theirs.basicPublish("w", "k", claimedBy("somebody"), NOTHING);
        theirs.basicQos(1);
    }

    @Test
    @DiffersFromRabbitMq("a connection keeps the tags of its login")
    void aTagCountsOnOpenConnectionsFromTheMomentItIsGiven() throws Exception {
        admin.control().putUser(user, Admin.PASSWORD, "impersonator");
        channel.basicPublish("w", "k", claimedBy("somebody"), NOTHING);
        channel.basicQos(1);
        admin.control().putUser(user, Admin.PASSWORD);
        Refusal.ofChannel(channel, () -> channel.basicPublish("w", "k", claimedBy("somebody"), NOTHING))
                .says(406, "PRECONDITION_FAILED - user_id property set to 'somebody' but authenticated user was '" + user + "'");
    }

    @Test
    void aConsumerGoesOnWhenTheRightToReadIsLost() throws Exception {
        Inbox inbox = new Inbox(channel);
        channel.basicConsume("r", true, inbox);
        permit("^c", "^w", "");
        try (Connection owner = admin.connect(virtualHost)) {
            owner.createChannel().basicPublish("", "r", null, Messages.bytes("a"));
            assertThat(inbox.bodies(1)).containsExactly("a");
        }
    }

    @Test
    void deletingAUserClosesItsConnections() {
        Refusal.ofConnection(connection, () -> admin.control().deleteUser(user))
                .is(320, "CONNECTION_FORCED - user '" + user + "' is deleted", MethodId.NONE);
    }

    private void permit(String configure, String write, String read) {
        admin.control().permit(user, virtualHost, configure, write, read);
    }

    private static void declareWithDeadLetters(Channel on, String queue, String exchange) throws Exception {
        on.queueDeclare(queue, true, false, false, Map.of("x-dead-letter-exchange", exchange));
    }

    private static void declareWithAlternate(Channel on, String alternate) throws Exception {
        on.exchangeDeclare("c2", "direct", false, false, Map.of("alternate-exchange", alternate));
    }

    private static BasicProperties claimedBy(String user) {
        return new BasicProperties.Builder().userId(user).build();
    }

    private static Arguments refused(String operation, String what, MethodId blamed, Action action) {
        return arguments(operation, what, blamed, action);
    }
}
