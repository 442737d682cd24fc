package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.http.client.Client;
import com.rabbitmq.http.client.ClientParameters;
import com.rabbitmq.http.client.GetAckMode;
import com.rabbitmq.http.client.GetEncoding;
import com.rabbitmq.http.client.HttpClientException;
import com.rabbitmq.http.client.domain.BindingInfo;
import com.rabbitmq.http.client.domain.ChannelInfo;
import com.rabbitmq.http.client.domain.ConnectionInfo;
import com.rabbitmq.http.client.domain.ConsumerDetails;
import com.rabbitmq.http.client.domain.ExchangeInfo;
import com.rabbitmq.http.client.domain.InboundMessage;
import com.rabbitmq.http.client.domain.OutboundMessage;
import com.rabbitmq.http.client.domain.OverviewResponse;
import com.rabbitmq.http.client.domain.Page;
import com.rabbitmq.http.client.domain.PolicyInfo;
import com.rabbitmq.http.client.domain.QueryParameters;
import com.rabbitmq.http.client.domain.QueueInfo;
import com.rabbitmq.http.client.domain.TopicPermissions;
import com.rabbitmq.http.client.domain.UserPermissions;
import io.leveret.broker.Leveret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RabbitMQ's own client of its HTTP API, as Java programs use it; what it reads has the right types. */
class JavaHttpClientIT {

    private static final char[] SECRET = "secret".toCharArray();

    private Leveret broker;
    private Client client;

    @BeforeEach
    void start() throws Exception {
        broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).start();
        client = new Client(new ClientParameters().url(broker.managementUri().orElseThrow() + "/api/").username("guest").password("guest"));
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void overviewAndNodes() {
        OverviewResponse overview = client.getOverview();
        assertThat(overview.getServerVersion()).startsWith("4.");
        assertThat(overview.getObjectTotals().getExchanges()).isGreaterThanOrEqualTo(7);
        assertThat(overview.getListeners()).extracting("protocol").contains("amqp", "http");
        assertThat(client.getNodes()).singleElement().satisfies(node -> {
            assertThat(node.getName()).isEqualTo(overview.getNode());
            assertThat(node.isRunning()).isTrue();
            assertThat(node.getMemoryLimit()).isPositive();
            assertThat(client.getNode(node.getName()).getNumberOfProcessors()).isPositive();
        });
        assertThat(client.whoAmI().getName()).isEqualTo("guest");
        assertThat(client.alivenessTest("/")).isTrue();
        client.setClusterName("hares");
        assertThat(client.getClusterName().getName()).isEqualTo("hares");
        assertThat(client.getExtensions()).isNotNull();
    }

    @Test
    void exchangesQueuesAndBindings() {
        client.createVhost("v/1", "a test", "one", "two");
        assertThat(client.getVhost("v/1")).extracting("description", "tags").containsExactly("a test", List.of("one", "two"));
        client.declareExchange("v/1", "orders", new ExchangeInfo("topic", true, false, false, Map.of("alternate-exchange", "amq.fanout")));
        client.declareQueue("v/1", "mail out", new QueueInfo(true, false, false, Map.of("x-max-length", 3)));
        client.bindQueue("v/1", "mail out", "orders", "a.*", Map.of("k", 1));
        client.bindExchange("v/1", "amq.direct", "orders", "b");
        assertThat(client.getExchange("v/1", "orders")).satisfies(exchange -> {
            assertThat(exchange.getType()).isEqualTo("topic");
            assertThat(exchange.getArguments()).containsEntry("alternate-exchange", "amq.fanout");
        });
        assertThat(client.getQueue("v/1", "mail out")).satisfies(queue -> {
            assertThat(queue.isDurable()).isTrue();
            assertThat(queue.getType()).isEqualTo("classic");
            assertThat(queue.getArguments()).containsEntry("x-max-length", 3);
        });
        assertThat(client.getBindingsBySource("v/1", "orders")).extracting(BindingInfo::getDestination, BindingInfo::getRoutingKey)
                .containsExactlyInAnyOrder(tuple("mail out", "a.*"), tuple("amq.direct", "b"));
        assertThat(client.getQueueBindingsBetween("v/1", "orders", "mail out")).singleElement().satisfies(binding ->
                assertThat(binding.getPropertiesKey()).startsWith("a.%2A~"));
        assertThat(client.getExchangeBindingsBetween("v/1", "orders", "amq.direct")).hasSize(1);
        client.unbindExchange("v/1", "amq.direct", "orders", "b");
        assertThat(client.getExchangeBindingsByDestination("v/1", "amq.direct")).isEmpty();
        Page<QueueInfo> page = client.getQueues("v/1", new QueryParameters().name("MAIL").pagination().pageSize(10).query());
        assertThat(page.getItemsAsList()).extracting(QueueInfo::getName).containsExactly("mail out");
        client.deleteQueue("v/1", "mail out");
        client.deleteExchange("v/1", "orders");
        assertThat(client.getQueues("v/1")).isEmpty();
        assertThat(client.getQueue("v/1", "mail out")).isNull();
        client.deleteVhost("v/1");
        assertThat(client.getVhosts()).extracting("name").containsExactly("/");
    }

    @Test
    void refusesWhatContradicts() {
        client.declareQueue("/", "q", new QueueInfo(true, false, false));
        assertThatThrownBy(() -> client.declareQueue("/", "q", new QueueInfo(false, false, false)))
                .isInstanceOfSatisfying(HttpClientException.class, refusal -> assertThat(refusal.status()).isEqualTo(400));
    }

    @Test
    void publishesAndGets() {
        client.declareQueue("/", "q", new QueueInfo(false, false, false));
        OutboundMessage message = new OutboundMessage().payload("hello").utf8Encoded()
                .properties(Map.of("content_type", "text/plain", "headers", Map.of("n", 1)));
        assertThat(client.publish("/", "amq.default", "q", message)).isTrue();
        assertThat(client.publish("/", "amq.default", "nowhere", message)).isFalse();
        List<InboundMessage> peeked = client.get("/", "q", 5, GetAckMode.NACK_REQUEUE_TRUE, GetEncoding.AUTO, -1);
        assertThat(peeked).singleElement().satisfies(got -> {
            assertThat(got.getPayload()).isEqualTo("hello");
            assertThat(got.getProperties()).containsEntry("content_type", "text/plain").containsEntry("headers", Map.of("n", 1));
        });
        await().until(() -> client.getQueue("/", "q").getTotalMessages() == 1);
        client.purgeQueue("/", "q");
        assertThat(client.get("/", "q")).isNull();
    }

    @Test
    void usersPoliciesAndLimits() {
        client.createUser("anne", SECRET, List.of("monitoring", "policymaker"));
        assertThat(client.getUser("anne").getTags()).containsExactlyInAnyOrder("monitoring", "policymaker");
        client.updatePermissions("/", "anne", new UserPermissions("", ".*", "^a"));
        assertThat(client.getPermissions("/", "anne")).extracting("configure", "write", "read").containsExactly("^a", ".*", "");
        client.updateTopicPermissions("/", "anne", new TopicPermissions("amq.topic", "^x", "^y"));
        assertThat(client.getTopicPermissions("/", "anne")).singleElement().extracting("exchange").isEqualTo("amq.topic");
        client.clearTopicPermissions("/", "anne");
        client.clearPermissions("/", "anne");
        assertThat(client.getPermissionsOf("anne")).isEmpty();
        client.declarePolicy("/", "short", new PolicyInfo("^q", 3, "queues", Map.of("max-length", 5)));
        assertThat(client.getPolicies("/")).singleElement().satisfies(policy -> {
            assertThat(policy.getDefinition()).containsEntry("max-length", 5);
            assertThat(policy.getApplyTo()).isEqualTo("queues");
        });
        client.declareOperatorPolicy("/", "never", new PolicyInfo(".*", 0, "queues", Map.of("max-length", 9)));
        assertThat(client.getOperatorPolicies("/")).extracting("name").containsExactly("never");
        client.deleteOperatorPolicy("/", "never");
        client.deletePolicy("/", "short");
        client.limitMaxNumberOfQueues("/", 7);
        assertThat(client.getVhostLimits("/").getMaxQueues()).isEqualTo(7);
        client.clearMaxQueuesLimit("/");
        client.deleteUser("anne");
        assertThat(client.getUsers()).extracting("name").containsExactly("guest");
        assertThat(client.getDefinitions().getUsers()).extracting("name").containsExactly("guest");
    }

    @Test
    void connectionsChannelsAndConsumers() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(broker.amqpUri().toString());
        factory.setAutomaticRecoveryEnabled(false);
        Connection connection = factory.newConnection("a client");
        try {
            Channel channel = connection.createChannel();
            channel.confirmSelect();
            channel.basicQos(7);
            String queue = channel.queueDeclare().getQueue();
            channel.basicConsume(queue, false, "a tag", false, true, Map.of("x-priority", 3), (tag, message) -> { }, tag -> { });
            ConnectionInfo shown = client.getConnections().get(0);
            assertThat(shown).satisfies(each -> {
                assertThat(each.getUser()).isEqualTo("guest");
                assertThat(each.getClientProperties().getProduct()).isEqualTo("RabbitMQ");
                assertThat(each.getChannels()).isEqualTo(1);
                assertThat(client.getConnection(each.getName()).getConnectedAt()).isEqualTo(each.getConnectedAt());
                assertThat(client.getConnectionsOfUser("guest")).hasSize(1);
            });
            ChannelInfo open = client.getChannels(shown.getName()).get(0);
            assertThat(open.usesPublisherConfirms()).isTrue();
            assertThat(client.getChannel(open.getName()).getConsumerCount()).isEqualTo(1);
            assertThat(client.getConsumers("/")).singleElement().satisfies(consumer -> {
                assertThat(consumer.getConsumerTag()).isEqualTo("a tag");
                assertThat(consumer.getPrefetchCount()).isEqualTo(7);
                assertThat(consumer.isExclusive()).isTrue();
                assertThat(consumer.getQueueDetails().getName()).isEqualTo(queue);
                assertThat(consumer.getChannelDetails().getNumber()).isEqualTo(1);
            });
            for (int i = 0; i < 10; i++) channel.basicPublish("", queue, null, new byte[10]);
            await().until(() -> client.getQueue("/", queue).getMessagesUnacknowledged() == 7);
            await().untilAsserted(() -> assertThat(client.getQueue("/", queue).getMessageStats()).extracting("basicPublish").isEqualTo(10L));
            assertThat(client.getQueue("/", queue).getConsumerDetails()).extracting(ConsumerDetails::isAckRequired).containsExactly(true);
            client.closeConnection(shown.getName(), "because");
            await().until(() -> !connection.isOpen());
            assertThat(connection.getCloseReason()).hasMessageContaining("CONNECTION_FORCED - because");
        } finally {
            connection.abort();
        }
    }
}
