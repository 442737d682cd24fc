package io.leveret.it;

import static io.leveret.it.MethodId.CONNECTION_OPEN;
import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How many connections, channels and queues a user or a virtual host may have. */
@ExtendWith(BrokerExtension.class)
class LimitsIT {
    private static final int UNLIMITED = -1;

    private final Admin admin;
    private final String virtualHost;
    private final String user;

    LimitsIT(Admin admin) {
        this.admin = admin;
        this.virtualHost = admin.virtualHost();
        this.user = admin.user();
    }

    @BeforeEach
    void permit() {
        admin.control().permit(user, virtualHost, ".*", ".*", ".*");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aVirtualHostHasRoomForSoManyConnections(int most) throws Exception {
        admin.control().limitVirtualHost(virtualHost, most, UNLIMITED);
        for (int i = 0; i < most; i++) admin.connect(virtualHost);
        admin.refusalOf(user, virtualHost).is(530, "NOT_ALLOWED - access to vhost '" + virtualHost + "' refused for user '"
                + user + "': connection limit (" + most + ") is reached", CONNECTION_OPEN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aUserHasSoManyConnections(int most) throws Exception {
        admin.control().limitUser(user, most, UNLIMITED);
        for (int i = 0; i < most; i++) admin.connectAs(user, virtualHost);
        admin.refusalOf(user, virtualHost).is(530, "NOT_ALLOWED - connection refused for user '" + user
                + "': user connection limit (" + most + ") is reached", CONNECTION_OPEN);
    }

    @Test
    void aClosedConnectionMakesRoom() throws Exception {
        admin.control().limitUser(user, 1, UNLIMITED);
        admin.control().limitVirtualHost(virtualHost, 1, UNLIMITED);
        for (int i = 0; i < 3; i++) {
            Connection connection = await().ignoreExceptions().until(() -> admin.connectAs(user, virtualHost), opened -> true);
            connection.close();
        }
    }

    @Test
    void theVirtualHostsLimitIsToldFirstAndAMissingOneBeforeIt() throws Exception {
        admin.control().limitUser(user, 0, UNLIMITED);
        admin.refusalOf(user, "it-missing").is(530, "NOT_ALLOWED - vhost it-missing not found", CONNECTION_OPEN);
        admin.control().removePermissions(user, virtualHost);
        admin.refusalOf(user, virtualHost).is(530, "NOT_ALLOWED - connection refused for user '" + user
                + "': user connection limit (0) is reached", CONNECTION_OPEN);
        admin.control().limitVirtualHost(virtualHost, 0, UNLIMITED);
        admin.refusalOf(user, virtualHost).is(530, "NOT_ALLOWED - access to vhost '" + virtualHost + "' refused for user '"
                + user + "': connection limit (0) is reached", CONNECTION_OPEN);
    }

    @Test
    void lessThanNothingIsNoLimit() throws Exception {
        admin.control().limitUser(user, -5, -1);
        admin.control().limitVirtualHost(virtualHost, -1, -7);
        for (int i = 0; i < 3; i++) admin.connectAs(user, virtualHost).createChannel().queueDeclare();
    }

    @Test
    void aUserHasSoManyChannelsOnAllConnections() throws Exception {
        admin.control().limitUser(user, UNLIMITED, 3);
        Connection one = admin.connectAs(user, virtualHost);
        Connection other = admin.connectAs(user, virtualHost);
        one.createChannel();
        one.createChannel();
        Channel third = other.createChannel();
        Refusal.ofConnection(one, one::createChannel).says(530,
                "NOT_ALLOWED - number of channels opened for user '" + user + "' has reached the maximum allowed user limit of 3");
        third.close();
        await().ignoreExceptions().untilAsserted(() -> openChannels(3));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void aVirtualHostHasRoomForSoManyQueues(int most) throws Exception {
        admin.control().limitVirtualHost(virtualHost, UNLIMITED, most);
        Channel channel = admin.connectAs(user, virtualHost).createChannel();
        for (int i = 0; i < most; i++) channel.queueDeclare("q" + i, true, false, false, null);
        for (int i = 0; i < most; i++) channel.queueDeclare("q" + i, true, false, false, null);
        Refusal.ofChannel(channel, () -> channel.queueDeclare("q", true, false, false, null)).is(406, "PRECONDITION_FAILED -"
                + " cannot declare queue 'q': queue limit in vhost '" + virtualHost + "' (" + most + ") is reached", QUEUE_DECLARE);
    }

    @Test
    void aDeletedQueueMakesRoom() throws Exception {
        admin.control().limitVirtualHost(virtualHost, UNLIMITED, 1);
        Channel channel = admin.connectAs(user, virtualHost).createChannel();
        channel.queueDeclare("one", true, false, false, null);
        channel.queueDelete("one");
        channel.queueDeclare("other", true, false, false, null);
    }

    @Test
    void argumentsAreCheckedFirst() throws Exception {
        admin.control().limitVirtualHost(virtualHost, UNLIMITED, 0);
        Channel channel = admin.connectAs(user, virtualHost).createChannel();
        Refusal.ofChannel(channel, () -> channel.queueDeclare("q", true, false, false, Map.of("x-message-ttl", -1)))
                .is(406, "PRECONDITION_FAILED - invalid arg 'x-message-ttl' for queue 'q' in vhost '" + virtualHost
                        + "': {value_negative,-1}", QUEUE_DECLARE);
    }

    private void openChannels(int wanted) throws Exception {
        try (Connection connection = admin.connectAs(user, virtualHost)) {
            for (int i = 0; i < wanted; i++) connection.createChannel();
        }
    }
}
