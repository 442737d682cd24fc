package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.settings.QueueType;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class BrokerTest {

    private final Recorded catalog = new Recorded();
    private final Broker broker =
        new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.ofConnections(4)), catalog, QueueStorage.NONE);
    private final User alice = new User("alice", PasswordHash.of("secret"), Set.of());

    BrokerTest() {
        broker.putUser(alice);
        broker.createVirtualHost("shop");
        broker.permit("alice", "shop", Permissions.all());
    }

    @Test
    void aVirtualHostHasTheStandardExchanges() {
        VirtualHost shop = broker.virtualHost("shop");
        for (String name : List.of("", "amq.direct", "amq.fanout", "amq.topic", "amq.headers")) {
            assertThat(shop.exchange(name).name()).isEqualTo(name);
        }
        assertThat(broker.createVirtualHost("shop")).isFalse();
        assertThat(broker.virtualHost("shop")).isSameAs(shop);
    }

    @Test
    void anOpenSessionGoesByTheTagsAsTheyAreNow() {
        Session session = broker.open(new Client(), alice, "shop");
        assertThat(session.mayPublishAs("alice")).isTrue();
        assertThat(session.mayPublishAs("bob")).isFalse();
        broker.putUser(new User("alice", alice.passwordHash(), Set.of("impersonator")));
        assertThat(session.mayPublishAs("bob")).isTrue();
        broker.deleteUser("alice");
        assertThat(session.mayPublishAs("bob")).isFalse();
    }

    @Test
    void deletingAVirtualHostTakesEverythingWithIt() {
        Client client = new Client();
        Session session = broker.open(client, alice, "shop");
        QueueDeclaration queue = new QueueDeclaration("q", true, false, false, FieldTable.EMPTY);
        session.virtualHost().declareQueue(queue, client, new ManualLoop());
        assertThat(broker.deleteVirtualHost("shop")).isTrue();
        assertThat(client.closed).containsExactly("vhost 'shop' is deleted");
        assertRefused("vhost shop not found", () -> broker.open(client, alice, "shop"));
        assertRefused("vhost 'shop' is deleted",
            () -> session.virtualHost().declareQueue(queue, client, new ManualLoop()));
        assertThat(broker.deleteVirtualHost("shop")).isFalse();
        broker.createVirtualHost("shop");
        assertRefused("access to vhost 'shop' refused for user 'alice'", () -> broker.open(client, alice, "shop"));
        assertThatThrownBy(() -> broker.virtualHost("shop").queue("q", client)).hasMessageContaining("no queue 'q'");
    }

    @Test
    void deletingAVirtualHostIsOneChangeOfTheCatalogAndHoldsUpNobodyElse() {
        Client client = new Client();
        VirtualHost shop = broker.open(client, alice, "shop").virtualHost();
        shop.declareQueue(new QueueDeclaration("q", true, false, false, FieldTable.EMPTY), client, new ManualLoop());
        catalog.changes.clear();
        client.whenClosed = () -> assertThat(Thread.holdsLock(broker)).isFalse();
        broker.deleteVirtualHost("shop");
        assertThat(client.closed).hasSize(1);
        assertThat(catalog.changes).containsExactly(new CatalogChange.VirtualHostDeleted("shop"));
    }

    @Test
    void deletingAUserEndsItsConnectionsAndItsPermissions() {
        Client client = new Client();
        Session session = broker.open(client, alice, "shop");
        assertThat(broker.deleteUser("alice")).isTrue();
        assertThat(client.closed).containsExactly("user 'alice' is deleted");
        session.end();
        broker.putUser(alice);
        assertRefused("access to vhost 'shop' refused for user 'alice'", () -> broker.open(client, alice, "shop"));
    }

    @Test
    void countsConnectionsOfTheNodeTheVirtualHostAndTheUserInThisOrder() {
        broker.limitUser("alice", new UserLimits(2, -1));
        Session first = broker.open(new Client(), alice, "shop");
        broker.open(new Client(), alice, "shop");
        assertRefused("connection refused for user 'alice': user connection limit (2) is reached", this::openAnother);
        broker.limitVirtualHost("shop", new VirtualHostLimits(2, -1));
        assertRefused("access to vhost 'shop' refused for user 'alice': connection limit (2) is reached", this::openAnother);
        first.end();
        first.end();
        openAnother();
        assertRefused("access to vhost 'shop' refused for user 'alice': connection limit (2) is reached", this::openAnother);
        broker.limitVirtualHost("shop", VirtualHostLimits.NONE);
        broker.limitUser("alice", UserLimits.NONE);
        openAnother();
        openAnother();
        assertRefused("connection refused: node connection limit (4) is reached", this::openAnother);
    }

    @Test
    void countsTheChannelsOfAUserOverItsConnections() {
        broker.limitUser("alice", new UserLimits(-1, 3));
        Session one = broker.open(new Client(), alice, "shop");
        Session other = broker.open(new Client(), alice, "shop");
        one.openChannel();
        one.openChannel();
        other.openChannel();
        String text = "number of channels opened for user 'alice' has reached the maximum allowed user limit of 3";
        assertRefused(text, other::openChannel);
        one.end();
        other.openChannel();
        other.closeChannel();
        other.openChannel();
        other.openChannel();
        assertRefused(text, other::openChannel);
    }

    @Test
    void limitsTheQueuesOfAVirtualHost() {
        Client client = new Client();
        VirtualHost shop = broker.open(client, alice, "shop").virtualHost();
        broker.limitVirtualHost("shop", new VirtualHostLimits(-1, 1));
        QueueDeclaration one = new QueueDeclaration("one", false, false, false, FieldTable.EMPTY);
        shop.declareQueue(one, client, new ManualLoop());
        shop.declareQueue(one, client, new ManualLoop());
        assertRefused("cannot declare queue 'two': queue limit in vhost 'shop' (1) is reached",
            () -> shop.declareQueue(one.named("two"), client, new ManualLoop()));
    }

    @Test
    void changesThePasswordOrTheTagsOfAUserAndLeavesTheOther() {
        broker.setTags("alice", Set.of("monitoring"));
        broker.setPassword("alice", PasswordHash.of("other"));
        assertThat(broker.users().authenticate("alice", "other", true).orElseThrow().tags()).containsExactly("monitoring");
        broker.setTags("alice", Set.of());
        assertThat(broker.users().authenticate("alice", "other", true).orElseThrow().tags()).isEmpty();
        assertThat(broker.users().hasOtherPassword("alice", "secret")).isTrue();
        assertThat(broker.users().hasOtherPassword("alice", "other")).isFalse();
        assertThat(broker.users().hasOtherPassword("bob", "other")).isFalse();
        assertThatThrownBy(() -> broker.setTags("bob", Set.of())).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> broker.setPassword("bob", PasswordHash.NONE)).isInstanceOf(NoSuchElementException.class)
            .hasMessage("no user 'bob'");
    }

    @Test
    void refusesNamesThatTheWireHasNoRoomFor() {
        String longest = "ü".repeat(127) + "x";
        broker.createVirtualHost(longest);
        broker.putUser(new User(longest, PasswordHash.NONE, Set.of()));
        for (String name : List.of("", longest + "x")) {
            assertThatThrownBy(() -> broker.createVirtualHost(name)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> broker.putUser(new User(name, PasswordHash.NONE, Set.of())))
                .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> broker.virtualHost("shop").changePolicies().set(policy(name)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageStartingWith("the name of a policy must not be ");
        }
    }

    @Test
    void clearsPoliciesThatAreThere() {
        VirtualHost shop = broker.virtualHost("shop");
        shop.changePolicies().set(policy("p"));
        catalog.changes.clear();
        assertThat(shop.changePolicies().clearOperators("p")).isFalse();
        assertThat(shop.changePolicies().clear("p")).isTrue();
        assertThat(shop.changePolicies().clear("p")).isFalse();
        assertThat(catalog.changes).containsExactly(new CatalogChange.PolicyCleared("shop", false, "p"));
    }

    @Test
    void permitsNothingToThoseWhoAreNotThere() {
        assertThatThrownBy(() -> broker.permit("bob", "shop", Permissions.all())).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> broker.permit("alice", "x", Permissions.all())).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void refusesTopicsThatAreNoExpressionWithTheVariablesFilledIn() {
        broker.putUser(new User("guest", alice.passwordHash(), Set.of()));
        assertThatThrownBy(() -> broker.permitTopics("guest", "shop", "amq.topic", new TopicPermissions("\\{username}", "")))
            .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("'\\guest' is no regular expression");
        assertThat(broker.permissions().findTopics("guest", "shop")).isEmpty();
        broker.permitTopics("alice", "shop", "amq.topic", new TopicPermissions("[{username}]", "^{vhost}{2}$"));
    }

    @Test
    void writesEveryChangeDown() {
        catalog.changes.clear();
        broker.permitTopics("alice", "shop", "amq.topic", new TopicPermissions("w", "r"));
        broker.removeTopicPermissions("alice", "shop", "amq.topic");
        broker.removeTopicPermissions("alice", "shop", "amq.topic");
        broker.removePermissions("alice", "shop");
        broker.permit("alice", "shop", new Permissions("c", "w", "r"));
        broker.limitUser("alice", new UserLimits(1, 2));
        broker.limitVirtualHost("shop", new VirtualHostLimits(3, 4));
        broker.traceVirtualHost("shop", true);
        broker.traceVirtualHost("shop", true);
        broker.traceVirtualHost("shop", false);
        broker.deleteUser("alice");
        broker.putUser(alice);
        broker.deleteVirtualHost("shop");
        broker.createVirtualHost("shop");
        assertThat(catalog.changes).containsExactly(
            new CatalogChange.TopicsPermitted("alice", "shop", "amq.topic", "w", "r"),
            new CatalogChange.TopicPermissionsRemoved("alice", "shop", "amq.topic"),
            new CatalogChange.PermissionsRemoved("alice", "shop"),
            new CatalogChange.Permitted("alice", "shop", "c", "w", "r"),
            new CatalogChange.UserLimited("alice", 1, 2),
            new CatalogChange.VirtualHostLimited("shop", 3, 4),
            new CatalogChange.VirtualHostTraced("shop", true),
            new CatalogChange.VirtualHostTraced("shop", false),
            new CatalogChange.UserDeleted("alice"),
            new CatalogChange.UserPut("alice", "rabbit_password_hashing_sha256", alice.passwordHash().text(), Set.of()),
            new CatalogChange.VirtualHostDeleted("shop"),
            new CatalogChange.VirtualHostCreated("shop"));
        assertThat(catalog.changes.get(9).toString()).doesNotContain(alice.passwordHash().text());
    }

    @Test
    void tellsTheCatalogWhatIsSaidOfVirtualHosts() {
        VirtualHostDescription description = new VirtualHostDescription("sells", List.of("eu"), "quorum", false);
        catalog.changes.clear();
        broker.describeVirtualHost("shop", description);
        assertThat(catalog.changes).containsExactly(new CatalogChange.VirtualHostDescribed("shop", "sells", List.of("eu"), "quorum", false));
        assertThat(broker.virtualHost("shop").description()).isEqualTo(description);
    }

    @Test
    void queuesThatStayHaveTheDefaultTypeOfTheirVirtualHost() {
        broker.describeVirtualHost("shop", new VirtualHostDescription("", List.of(), "quorum", false));
        VirtualHost shop = broker.virtualHost("shop");
        Client client = new Client();
        for (boolean durable : new boolean[] {true, false}) {
            QueueDeclaration queue = new QueueDeclaration("durable " + durable, durable, false, false, FieldTable.EMPTY);
            assertThat(shop.declareQueue(queue, client, new ManualLoop()).type()).isEqualTo(durable ? QueueType.QUORUM : QueueType.CLASSIC);
        }
        assertThat(shop.findQueue("durable true").arguments().find("x-queue-type")).isPresent();
    }

    private static Policy policy(String name) {
        return new Policy(name, NamePattern.of("^q"), AppliesTo.named("queues"), 0,
            PolicyDefinition.ofUser(FieldTable.EMPTY.with("max-length", FieldValue.longInt(5))));
    }

    private void openAnother() {
        broker.open(new Client(), alice, "shop");
    }

    private static void assertRefused(String text, ThrowingCallable action) {
        assertThatThrownBy(action).isInstanceOfSatisfying(AmqpException.class,
            error -> assertThat(error.replyText()).endsWith(" - " + text));
    }

    private static final class Client implements ClientConnection {
        private final List<String> closed = new ArrayList<>();
        private Runnable whenClosed = () -> { };

        @Override
        public String name() {
            return "client";
        }

        @Override
        public String userName() {
            return "alice";
        }

        @Override
        public Rights rights() {
            return Rights.ALL;
        }

        @Override
        public void close(String reason) {
            closed.add(reason);
            whenClosed.run();
        }
    }

    private static final class Recorded implements CatalogStore {
        private final List<CatalogChange> changes = new ArrayList<>();

        @Override
        public void append(List<CatalogChange> more) {
            changes.addAll(more);
        }

        @Override
        public void whenStored(Runnable task) {
            task.run();
        }

        @Override
        public void close() {
        }
    }
}
