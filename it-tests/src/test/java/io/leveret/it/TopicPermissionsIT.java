package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_PUBLISH;
import static io.leveret.it.MethodId.EXCHANGE_BIND;
import static io.leveret.it.MethodId.QUEUE_BIND;
import static io.leveret.it.MethodId.QUEUE_UNBIND;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permissions for routing keys: a user who may publish to a topic exchange with some keys, and bind from it with others. */
@ExtendWith(BrokerExtension.class)
class TopicPermissionsIT {
    private static final byte[] NOTHING = {};

    private final Admin admin;
    private final String virtualHost;
    private final String user;
    private Connection connection;
    private Channel channel;

    TopicPermissionsIT(Admin admin) {
        this.admin = admin;
        this.virtualHost = admin.virtualHost();
        this.user = admin.user();
    }

    @BeforeEach
    void declare() throws Exception {
        admin.control().permit(user, virtualHost, ".*", ".*", ".*");
        admin.control().permitTopics(user, virtualHost, "amq.topic", "^out\\.", "^in\\.");
        connection = admin.connectAs(user, virtualHost);
        channel = connection.createChannel();
    }

    @Test
    void publishingTakesAPermittedKey() throws Exception {
        channel.basicPublish("amq.topic", "out.a", null, NOTHING);
        channel.basicQos(1);
        refused("write", "in.a", BASIC_PUBLISH, () -> channel.basicPublish("amq.topic", "in.a", null, NOTHING));
    }

    @ParameterizedTest
    @ValueSource(strings = {"CC", "BCC"})
    void everyFurtherKeyIsToBePermitted(String header) throws Exception {
        publish(header, "out.b");
        channel.basicQos(1);
        refused("write", "secret", BASIC_PUBLISH, () -> publish(header, "secret"));
    }

    @Test
    void bindingTakesAPermittedKey() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        channel.queueBind(queue, "amq.topic", "in.#");
        refused("read", "out.a", QUEUE_BIND, () -> channel.queueBind(queue, "amq.topic", "out.a"));
    }

    @Test
    void unbindingDoesToo() throws Exception {
        String queue = channel.queueDeclare().getQueue();
        refused("read", "out.a", QUEUE_UNBIND, () -> channel.queueUnbind(queue, "amq.topic", "out.a"));
    }

    @Test
    void bindingAnExchangeDoesToo() {
        refused("read", "#", EXCHANGE_BIND, () -> channel.exchangeBind("amq.fanout", "amq.topic", "#"));
    }

    @Test
    void otherExchangesAreNotRestricted() throws Exception {
        channel.exchangeDeclare("other", "topic");
        channel.basicPublish("other", "anything", null, NOTHING);
        admin.control().permitTopics(user, virtualHost, "amq.direct", "^$", "^$");
        channel.basicPublish("amq.direct", "anything", null, NOTHING);
        channel.basicQos(1);
    }

    @Test
    @DiffersFromRabbitMq("it needs a community plugin, whose exchanges are not restricted")
    void anExchangeThatDelaysTopicsIsRestricted() throws Exception {
        channel.exchangeDeclare("later", "x-delayed-message", true, false, Map.of("x-delayed-type", "topic"));
        admin.control().permitTopics(user, virtualHost, "later", "^out\\.", "^in\\.");
        channel.queueBind(channel.queueDeclare().getQueue(), "later", "in.#");
        channel.basicPublish("later", "out.a", null, NOTHING);
        channel.basicQos(1);
        Refusal.ofChannel(channel, () -> channel.basicPublish("later", "in.a", null, NOTHING)).is(403, "ACCESS_REFUSED -"
                + " write access to topic 'in.a' in exchange 'later' in vhost '" + virtualHost + "' refused for user '"
                + user + "'", BASIC_PUBLISH);
    }

    @Test
    void theExchangeItselfIsToBePermittedFirst() throws Exception {
        admin.control().permit(user, virtualHost, "", "", "");
        Channel fresh = connection.createChannel();
        Refusal.ofChannel(fresh, () -> fresh.basicPublish("amq.topic", "in.a", null, NOTHING)).is(403, "ACCESS_REFUSED -"
                + " write access to exchange 'amq.topic' in vhost '" + virtualHost + "' refused for user '" + user + "'",
                BASIC_PUBLISH);
    }

    @Test
    void theKeyIsCheckedBeforeTheUserId() {
        refused("write", "in.a", BASIC_PUBLISH, () -> channel.basicPublish("amq.topic", "in.a",
                new BasicProperties.Builder().userId("somebody").build(), NOTHING));
    }

    @Test
    void variablesStandForUserAndVirtualHost() throws Exception {
        admin.control().permitTopics(user, virtualHost, "amq.topic", "^{username}\\.{vhost}\\.{client_id}$", "");
        Channel fresh = connection.createChannel();
        fresh.basicPublish("amq.topic", user + "." + virtualHost + ".{client_id}", null, NOTHING);
        fresh.basicQos(1);
        Refusal.ofChannel(fresh, () -> fresh.basicPublish("amq.topic", user + ".v.c", null, NOTHING)).is(403,
                "ACCESS_REFUSED - write access to topic '" + user + ".v.c' in exchange 'amq.topic' in vhost '" + virtualHost
                        + "' refused for user '" + user + "'", BASIC_PUBLISH);
    }

    @Test
    void withoutARowEveryKeyIsPermitted() throws Exception {
        admin.control().removeTopicPermissions(user, virtualHost, "amq.topic");
        Channel fresh = connection.createChannel();
        fresh.basicPublish("amq.topic", "in.a", null, NOTHING);
        fresh.basicQos(1);
    }

    private void publish(String header, String further) throws Exception {
        channel.basicPublish("amq.topic", "out.a",
                new BasicProperties.Builder().headers(Map.of(header, List.of(further))).build(), NOTHING);
    }

    private void refused(String operation, String key, MethodId blamed, Executable action) {
        Refusal.ofChannel(channel, action).is(403, "ACCESS_REFUSED - " + operation + " access to topic '" + key
                + "' in exchange 'amq.topic' in vhost '" + virtualHost + "' refused for user '" + user + "'", blamed);
    }
}
