package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.TestHost.Client;
import io.leveret.engine.TestHost.Ignored;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.message.Message;
import io.leveret.engine.queue.Got;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.TransientStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class EventsTest {

    private final TransientStore store = new TransientStore();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store, QueueStorage.boundless(store));
    private final VirtualHost virtualHost = broker.virtualHost("/");
    private final ManualLoop home = new ManualLoop();
    private final Client client = new Client("alice's");

    EventsTest() {
        virtualHost.declareQueue(new QueueDeclaration("events", false, false, false, FieldTable.EMPTY), client, home);
    }

    @Test
    void tellWhatComesAndGoesInAnyVirtualHost() {
        broker.createVirtualHost("shop");
        VirtualHost shop = broker.virtualHost("shop");
        listen("#");
        shop.declareExchange(new ExchangeDeclaration("x", "topic", true, false, false, FieldTable.EMPTY), client, home);
        shop.declareQueue(new QueueDeclaration("q", true, false, false, FieldTable.EMPTY), client, home);
        shop.bindQueue("q", "x", "a.#", FieldTable.EMPTY, client);
        shop.deleteExchange("x", false, client);
        shop.deleteQueue("q", false, false, client, new Ignored<>());
        assertThat(heard()).containsExactly("binding.created", "exchange.created", "queue.created", "binding.created",
            "exchange.deleted", "binding.deleted", "queue.deleted");
    }

    @Test
    void tellWhoComesAndGoes() {
        User alice = new User("alice", PasswordHash.of("secret"), Set.of());
        listen("#");
        broker.putUser(alice);
        broker.permit("alice", "/", Permissions.all());
        broker.permitTopics("alice", "/", "amq.topic", new TopicPermissions("w", "r"));
        broker.removeTopicPermissions("alice", "/", "amq.topic");
        broker.open(client, alice, "/").end();
        broker.removePermissions("alice", "/");
        broker.deleteUser("alice");
        broker.createVirtualHost("shop");
        broker.traceVirtualHost("shop", true);
        broker.deleteVirtualHost("shop");
        assertThat(heard()).filteredOn(what -> !what.startsWith("exchange")).containsExactly("binding.created",
            "user.created", "user.tags.set", "permission.created", "topic.permission.created", "topic.permission.deleted",
            "connection.created", "connection.closed", "permission.deleted", "user.deleted", "vhost.created", "vhost.updated", "vhost.deleted");
    }

    @Test
    void tellWhichPoliciesHold() {
        Policy policy = new Policy("p", NamePattern.of("^q"), AppliesTo.named("queues"), 0,
            PolicyDefinition.ofOperator(FieldTable.EMPTY.with("max-length", FieldValue.longInt(5))));
        listen("#");
        virtualHost.changePolicies().set(policy);
        virtualHost.changePolicies().clear("p");
        virtualHost.changePolicies().clear("p");
        virtualHost.changePolicies().setOperators(policy);
        virtualHost.changePolicies().clearOperators("p");
        assertThat(heard()).containsExactly("binding.created", "policy.set", "policy.cleared", "parameter.set", "policy.set",
            "parameter.cleared", "operator.policy.cleared");
    }

    @Test
    void tellWhatParametersAreSetTo() {
        listen("parameter.#");
        virtualHost.setParameter(new Parameter("shovel", "s", FieldValue.longInt(1)));
        virtualHost.clearParameter("shovel", "s");
        virtualHost.clearParameter("shovel", "s");
        broker.parameters().set("cluster_name", FieldValue.longString("one"));
        broker.parameters().clear("cluster_name");
        FieldTable set = next().orElseThrow().properties().headers();
        assertThat(set.find("component")).contains(FieldValue.longString("shovel"));
        assertThat(set.find("vhost")).contains(FieldValue.longString("/"));
        assertThat(set.find("value")).contains(FieldValue.longInt(1));
        next();
        FieldTable global = next().orElseThrow().properties().headers();
        assertThat(global.find("component")).contains(FieldValue.longString("global"));
        assertThat(global.find("name")).contains(FieldValue.longString("cluster_name"));
        assertThat(heard()).containsExactly("parameter.cleared");
    }

    @Test
    void tellWhatAnOperatorsPolicySays() {
        FieldTable definition = FieldTable.EMPTY.with("max-length", FieldValue.longInt(5));
        listen("parameter.set");
        virtualHost.changePolicies().setOperators(new Policy("p", NamePattern.of("^q"), AppliesTo.named("queues"), 0,
            PolicyDefinition.ofOperator(definition)));
        FieldTable details = next().orElseThrow().properties().headers();
        assertThat(details.find("component")).contains(FieldValue.longString("operator_policy"));
        assertThat(details.find("vhost")).contains(FieldValue.longString("/"));
        FieldTable value = details.find("value").orElseThrow().asTable();
        assertThat(value.find("definition")).contains(FieldValue.table(definition));
        assertThat(value.find("pattern")).contains(FieldValue.longString("^q"));
    }

    @Test
    void tellWhatChangesAboutAUser() {
        PasswordHash hash = PasswordHash.of("secret");
        broker.putUser(new User("alice", hash, Set.of()));
        listen("#");
        broker.putUser(new User("alice", hash, Set.of("monitoring", "administrator")));
        broker.putUser(new User("alice", PasswordHash.of("other"), Set.of()));
        broker.putUser(new User("alice", PasswordHash.NONE, Set.of()));
        broker.setPassword("alice", hash);
        broker.setTags("alice", Set.of("management"));
        next();
        assertThat(next().orElseThrow().properties().headers().find("tags")).contains(
            FieldValue.array(FieldValue.longString("administrator"), FieldValue.longString("monitoring")));
        assertThat(heard()).containsExactly("user.password.changed", "user.tags.set", "user.password.cleared", "user.tags.set",
            "user.password.changed", "user.tags.set");
    }

    @Test
    void tellTheLimitsOfUsersAndVirtualHosts() {
        broker.putUser(new User("alice", PasswordHash.NONE, Set.of()));
        broker.createVirtualHost("shop");
        listen("#");
        next();
        broker.limitUser("alice", new UserLimits(5, -1));
        FieldTable ofAlice = next().orElseThrow().properties().headers();
        assertThat(ofAlice.find("username")).contains(FieldValue.longString("alice"));
        assertThat(ofAlice.find("max-connections")).contains(FieldValue.longInt(5));
        assertThat(ofAlice.contains("max-channels")).isFalse();
        broker.limitVirtualHost("shop", new VirtualHostLimits(-1, 7));
        FieldTable parameter = next().orElseThrow().properties().headers();
        assertThat(parameter.find("component")).contains(FieldValue.longString("vhost-limits"));
        assertThat(parameter.find("value").orElseThrow().asTable().find("max-queues")).contains(FieldValue.longInt(7));
        FieldTable ofShop = next().orElseThrow().properties().headers();
        assertThat(ofShop.find("name")).contains(FieldValue.longString("limits"));
        assertThat(ofShop.find("max-queues")).contains(FieldValue.longInt(7));
        broker.limitUser("alice", UserLimits.NONE);
        broker.limitVirtualHost("shop", VirtualHostLimits.NONE);
        broker.limitVirtualHost("shop", new VirtualHostLimits(1, 1));
        broker.deleteVirtualHost("shop");
        assertThat(heard()).filteredOn(what -> !what.startsWith("exchange")).containsExactly("user.limits.cleared",
            "parameter.cleared", "vhost.limits.cleared", "parameter.set", "vhost.limits.set", "parameter.cleared",
            "vhost.limits.cleared", "vhost.deleted");
    }

    @Test
    void tellWhoDidIt() {
        virtualHost.declareExchange(new ExchangeDeclaration("x", "direct", false, true, false, FieldTable.EMPTY), client, home);
        virtualHost.declareQueue(new QueueDeclaration("q", false, false, false, FieldTable.EMPTY), client, home);
        virtualHost.declareQueue(new QueueDeclaration("mine", false, true, false, FieldTable.EMPTY), client, home);
        virtualHost.bindQueue("q", "x", "", FieldTable.EMPTY, client);
        listen("*.deleted");
        virtualHost.deleteQueue("q", false, false, client, new Ignored<>());
        virtualHost.deleteExclusiveQueues(client, home, () -> { });
        assertThat(actors()).containsExactly("queue.deleted by alice", "binding.deleted by alice", "exchange.deleted by alice",
            "queue.deleted by rmq-internal");
    }

    @Test
    void haveTheirDetailsInHeaders() {
        listen("queue.created");
        FieldTable arguments = FieldTable.EMPTY.with("x-max-length", FieldValue.signedInt(5));
        virtualHost.declareQueue(new QueueDeclaration("q", true, false, false, arguments), client, home);
        Message event = next().orElseThrow();
        assertThat(event.exchange()).isEqualTo("amq.rabbitmq.event");
        assertThat(event.isPersistent()).isTrue();
        FieldTable details = event.properties().headers();
        assertThat(details.find("name")).contains(FieldValue.longString("q"));
        assertThat(details.find("vhost")).contains(FieldValue.longString("/"));
        assertThat(details.find("type")).contains(FieldValue.longString("rabbit_classic_queue"));
        assertThat(details.find("durable")).contains(FieldValue.bool(true));
        assertThat(details.find("arguments")).contains(FieldValue.table(arguments));
        assertThat(details.contains("timestamp_in_ms")).isTrue();
    }

    private void listen(String pattern) {
        virtualHost.bindQueue("events", "amq.rabbitmq.event", pattern, FieldTable.EMPTY, client);
    }

    private List<String> heard() {
        List<String> heard = new ArrayList<>();
        for (Optional<Message> event = next(); event.isPresent(); event = next()) heard.add(event.get().routingKey());
        return heard;
    }

    private List<String> actors() {
        List<String> actors = new ArrayList<>();
        for (Optional<Message> event = next(); event.isPresent(); event = next()) {
            actors.add(event.get().routingKey() + " by "
                + event.get().properties().headers().find("user_who_performed_action").orElseThrow());
        }
        return actors;
    }

    private Optional<Message> next() {
        home.runAll();
        Ignored<Optional<Got>> answer = new Ignored<>();
        virtualHost.queue("events", client).get(true, timeout -> { }, answer);
        return answer.value.map(got -> got.message().message());
    }
}
