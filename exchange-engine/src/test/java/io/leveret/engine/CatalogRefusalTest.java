package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

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
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.queue.QueueDeclaration;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.view.ClientConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** A change that the catalog does not take has not happened. */
class CatalogRefusalTest implements ClientConnection {

    private static final Permissions SOME = new Permissions("c", "w", "r");
    private static final FieldTable DELAYING = FieldTable.EMPTY.with("delayed-message", FieldValue.bool(true));
    private static final String[] NAMES = {"x", "y", "late"};

    private final Refusing catalog = new Refusing();
    private final ManualLoop loop = new ManualLoop();
    private final Broker broker =
        new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), catalog, QueueStorage.NONE);
    private final List<String> told = new ArrayList<>();

    CatalogRefusalTest() {
        broker.createVirtualHost("shop");
        broker.putUser(user("alice"));
        broker.putUser(user("bob"));
        broker.permit("alice", "shop", SOME);
        broker.permitTopics("alice", "shop", "x", new TopicPermissions("w", "r"));
        declareExchange("x", "direct");
        declareExchange("y", "fanout");
        declareQueue("q");
        bind("key");
        shop().changePolicies().set(policy("p", 5));
        shop().changePolicies().setOperators(policy("p", 6));
        shop().setParameter(new Parameter("shovel", "s", FieldValue.longInt(1)));
        broker.parameters().set("cluster_name", FieldValue.longString("one"));
    }

    @TestFactory
    Stream<DynamicTest> whatTheCatalogDoesNotTakeHasNotHappened() {
        return changes().keySet().stream().map(what -> dynamicTest(what, () -> new CatalogRefusalTest().refuses(what)));
    }

    /** All but what has to be there to know what goes with it: nobody hears of bindings and policies before either. */
    @TestFactory
    Stream<DynamicTest> whatTheCatalogTakesIsInForceAfterThat() {
        return changes().keySet().stream().filter(what -> !what.equals("bind") && !what.contains("policy")).map(what -> dynamicTest(what, () -> new CatalogRefusalTest().takes(what)));
    }

    @Test
    void aDeletionThatTheCatalogDoesNotTakeIsConfirmedToNobodyAndEndsAllChangesThere() {
        declareQueue("r");
        catalog.refuses = true;
        shop().deleteQueue("q", false, false, this, answer());
        shop().whenStored(() -> told.add("stored"));
        catalog.refuses = false;
        assertThatThrownBy(() -> declareQueue("other")).isInstanceOf(IllegalStateException.class);
        shop().deleteQueue("r", false, false, this, answer());
        assertThat(shop().findQueue("r")).as("nothing is written down behind what is missing").isNotNull();
        shop().whenStored(() -> told.add("stored"));
        assertThat(told).doesNotContain("stored");
        broker.deleteVirtualHost("shop");
        assertThat(broker.createVirtualHost("shop")).isTrue();
        declareQueue("q");
    }

    @Test
    void aQueueThatCannotBeDeletedKeepsNoneOfItsClientsOthers() {
        for (int i = 0; i < 8; i++) shop().declareQueue(new QueueDeclaration("mine" + i, false, true, false, FieldTable.EMPTY), this, loop);
        shop().declareExchange(new ExchangeDeclaration("goes along", "fanout", true, true, false, FieldTable.EMPTY), this, loop);
        shop().bindQueue("mine4", "goes along", "", FieldTable.EMPTY, this);
        catalog.refuses = true;
        assertThatThrownBy(() -> shop().deleteExclusiveQueues(this, loop, () -> told.add("gone"))).hasMessage("refused");
        loop.advance(0);
        assertThat(shop().queues()).extracting(QueueRef::name).containsExactly("q");
        assertThat(told).containsOnlyOnce("gone");
    }

    private void refuses(String what) {
        String before = state();
        catalog.refuses = true;
        assertThatThrownBy(() -> changes().get(what).run()).hasMessage("refused");
        loop.runAll();
        assertThat(state()).isEqualTo(before);
        catalog.refuses = false;
        changes().get(what).run();
        loop.runAll();
        assertThat(state()).as("works when tried again").isNotEqualTo(before);
    }

    private void takes(String what) {
        String before = state();
        catalog.whenAppended = () -> assertThat(state()).as("known to nobody before").isEqualTo(before);
        changes().get(what).run();
        assertThat(state()).isNotEqualTo(before);
    }

    private Map<String, Runnable> changes() {
        Map<String, Runnable> changes = new LinkedHashMap<>();
        changes.put("create virtual host", () -> broker.createVirtualHost("new"));
        changes.put("delete virtual host", () -> broker.deleteVirtualHost("shop"));
        changes.put("limit virtual host", () -> broker.limitVirtualHost("shop", new VirtualHostLimits(1, 2)));
        changes.put("trace virtual host", () -> broker.traceVirtualHost("shop", true));
        changes.put("add user", () -> broker.putUser(user("carol")));
        changes.put("set tags", () -> broker.setTags("alice", Set.of("administrator")));
        changes.put("set password", () -> broker.setPassword("alice", PasswordHash.of("other")));
        changes.put("delete user", () -> broker.deleteUser("alice"));
        changes.put("limit user", () -> broker.limitUser("alice", new UserLimits(3, 4)));
        changes.put("permit", () -> broker.permit("bob", "shop", SOME));
        changes.put("remove permissions", () -> broker.removePermissions("alice", "shop"));
        changes.put("permit topics", () -> broker.permitTopics("bob", "shop", "x", new TopicPermissions("w", "r")));
        changes.put("remove topic permissions", () -> broker.removeTopicPermissions("alice", "shop", "x"));
        changes.put("declare exchange", () -> declareExchange("late", "direct"));
        changes.put("declare exchange that delays", () -> declareExchange("late", "x-delayed-message"));
        changes.put("delete exchange", () -> shop().deleteExchange("x", false, this));
        changes.put("declare queue", () -> declareQueue("other"));
        changes.put("bind", () -> bind("another key"));
        changes.put("unbind", () -> shop().unbindQueue("q", "x", "key", FieldTable.EMPTY, this));
        changes.put("add policy", () -> shop().changePolicies().set(policy("new", 1)));
        changes.put("change policy", () -> shop().changePolicies().set(policy("p", 1)));
        changes.put("set policy that delays", () -> shop().changePolicies().set(new Policy("late", NamePattern.of("^x"),
            AppliesTo.EXCHANGES, 0, PolicyDefinition.ofUser(DELAYING))));
        changes.put("clear policy", () -> shop().changePolicies().clear("p"));
        changes.put("add operator policy", () -> shop().changePolicies().setOperators(policy("new", 1)));
        changes.put("clear operator policy", () -> shop().changePolicies().clearOperators("p"));
        changes.put("set parameter", () -> shop().setParameter(new Parameter("shovel", "s", FieldValue.longInt(2))));
        changes.put("clear parameter", () -> shop().clearParameter("shovel", "s"));
        changes.put("set global parameter", () -> broker.parameters().set("cluster_name", FieldValue.longString("two")));
        changes.put("clear global parameter", () -> broker.parameters().clear("cluster_name"));
        return changes;
    }

    /** All that the changes are about, as text. */
    private String state() {
        List<Object> state = new ArrayList<>(broker.virtualHosts().stream().map(VirtualHost::name).sorted().toList());
        for (String name : List.of("alice", "bob", "carol")) {
            state.add(broker.users().find(name).map(user -> user + " " + user.passwordHash().text() + user.tags()));
            state.add(broker.users().limits(name));
            state.add(broker.permissions().find(name, "shop"));
            state.add(broker.permissions().findTopics(name, "shop").keySet());
        }
        state.add(broker.parameters().all());
        if (state.contains("shop")) state.add(stateOfShop());
        return state.toString();
    }

    private List<Object> stateOfShop() {
        VirtualHost shop = broker.virtualHost("shop");
        List<Object> state = new ArrayList<>();
        state.add(shop.limits());
        state.add(shop.tracing().isOn());
        state.add(List.copyOf(shop.parameters().all()));
        for (String name : NAMES) {
            state.add(exchange(shop, name));
            state.add(shop.policies().delaysMessages(name));
        }
        for (String name : List.of("q", "other")) state.add(isThere(() -> shop.requireQueue(name, this)));
        for (boolean ofOperator : new boolean[] {true, false}) {
            for (String name : List.of("p", "new")) {
                state.add(shop.policies().find(name, ofOperator).map(policy -> policy.definition().said()));
            }
        }
        return state;
    }

    private Object exchange(VirtualHost shop, String name) {
        if (!isThere(() -> shop.requireExchange(name, this))) return "no " + name;
        Exchange exchange = shop.exchange(name);
        return name + exchange.bindings().stream().map(binding -> binding.key()).sorted().toList();
    }

    private static boolean isThere(Runnable look) {
        try {
            look.run();
            return true;
        } catch (AmqpException notFound) {
            return false;
        }
    }

    private VirtualHost shop() {
        return broker.existingVirtualHost("shop");
    }

    private void declareExchange(String name, String type) {
        FieldTable arguments = FieldTable.EMPTY.with("x-delayed-type", FieldValue.longString("direct"));
        shop().declareExchange(new ExchangeDeclaration(name, type, true, false, false, arguments), this, loop);
    }

    private void declareQueue(String name) {
        shop().declareQueue(new QueueDeclaration(name, true, false, false, FieldTable.EMPTY), this, loop);
    }

    private void bind(String key) {
        shop().bindQueue("q", "x", key, FieldTable.EMPTY, this);
    }

    private static User user(String name) {
        return new User(name, PasswordHash.of("secret"), Set.of());
    }

    private static Policy policy(String name, long maxLength) {
        return new Policy(name, NamePattern.of("^q"), AppliesTo.QUEUES, 0,
            PolicyDefinition.ofOperator(FieldTable.EMPTY.with("max-length", FieldValue.longInt(maxLength))));
    }

    private Answer<Long> answer() {
        return new Answer<>() {
            @Override
            public void completed(Long messages) {
                told.add("deleted");
            }

            @Override
            public void failed(AmqpException error) {
                throw error;
            }
        };
    }

    @Override
    public String name() {
        return "test";
    }

    @Override
    public String userName() {
        return "guest";
    }

    @Override
    public Rights rights() {
        return Rights.ALL;
    }

    @Override
    public void close(String reason) {
    }

    private static final class Refusing implements CatalogStore {
        private boolean refuses;
        private Runnable whenAppended = () -> { };

        @Override
        public void append(List<CatalogChange> changes) {
            if (refuses) throw new IllegalStateException("refused");
            whenAppended.run();
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
