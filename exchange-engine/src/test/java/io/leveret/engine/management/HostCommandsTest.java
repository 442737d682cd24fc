package io.leveret.engine.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.User;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.stats.Metric;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.BindingInfo;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.DestinationKind;
import io.leveret.engine.view.ExchangeInfo;
import io.leveret.engine.view.GotMessage;
import io.leveret.engine.view.Passage;
import io.leveret.engine.view.QueueDepth;
import io.leveret.engine.view.QueueDetails;
import io.leveret.engine.view.QueueInfo;
import io.leveret.engine.view.VirtualHostCommands;
import io.leveret.engine.view.VirtualHostCommands.GetMode;
import io.leveret.engine.view.VirtualHostCommands.Published;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** What is done and seen without a client. */
class HostCommandsTest {

    private final TransientStore store = new TransientStore();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store,
        QueueStorage.boundless(store));
    private final ManualLoop loop = new ManualLoop();
    private final BrokerView view = new EngineView(broker);
    private final EngineCommands commands = new EngineCommands(broker, List.of(loop));
    private final VirtualHostCommands host;

    HostCommandsTest() {
        broker.putUser(new User("alice", PasswordHash.of("secret"), Set.of()));
        broker.permit("alice", "/", Permissions.all());
        host = commands.as("alice", "/");
    }

    private <T> T now(CompletionStage<T> stage) {
        loop.runAll();
        return stage.toCompletableFuture().getNow(null);
    }

    private Published publish(String exchange, String key, String body) {
        return now(host.publish(exchange, key, BasicProperties.EMPTY, Body.of(body.getBytes(StandardCharsets.UTF_8))));
    }

    private List<String> get(String queue, int count, GetMode mode) {
        return now(host.get(queue, count, mode)).stream().map(HostCommandsTest::text).toList();
    }

    private static String text(GotMessage message) {
        return new String(message.body().toByteArray(), StandardCharsets.UTF_8) + (message.redelivered() ? " again" : "");
    }

    private QueueInfo queue(String name) {
        loop.runAll();
        return view.queue("/", name).orElseThrow();
    }

    @Test
    void declareSaysWhetherItIsNew() {
        assertThat(now(host.declareQueue("q", true, false, FieldTable.EMPTY))).isTrue();
        assertThat(now(host.declareQueue("q", true, false, FieldTable.EMPTY))).isFalse();
        assertThatThrownBy(() -> host.declareQueue("q", false, false, FieldTable.EMPTY))
            .hasMessageContaining("inequivalent arg 'durable' for queue 'q' in vhost '/'");
        assertThat(now(host.declareExchange("x", "topic", true, false, false, FieldTable.EMPTY))).isTrue();
        assertThat(now(host.declareExchange("x", "topic", true, false, false, FieldTable.EMPTY))).isFalse();
    }

    @Test
    void publishTellsWhetherItWasRouted() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        assertThat(publish("", "q", "a")).isEqualTo(Published.ROUTED);
        assertThat(publish("", "elsewhere", "b")).isEqualTo(Published.UNROUTED);
        assertThatThrownBy(() -> publish("missing", "q", "c")).hasMessageContaining("no exchange 'missing' in vhost '/'");
        assertThat(get("q", 5, GetMode.TAKE)).containsExactly("a");
    }

    @Test
    void publishTellsWhenAQueueRefuses() {
        host.declareQueue("q", false, false, FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(0))
            .with("x-overflow", FieldValue.longString("reject-publish")));
        assertThat(publish("", "q", "a")).isEqualTo(Published.REFUSED);
    }

    @Test
    void publishIsCheckedAsThatOfAClient() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        BasicProperties forged = BasicProperties.builder().userId("bob").build();
        assertThatThrownBy(() -> host.publish("", "q", forged, Body.EMPTY)).hasMessageContaining("user_id property set to 'bob'");
        BasicProperties late = BasicProperties.builder().expiration("soon").build();
        assertThatThrownBy(() -> host.publish("", "q", late, Body.EMPTY)).hasMessageContaining("invalid expiration 'soon'");
        broker.permit("alice", "/", new Permissions("", "", ".*"));
        assertThatThrownBy(() -> publish("", "q", "a")).isInstanceOf(AmqpException.class).hasMessageContaining("refused");
    }

    @Test
    void getLeavesMessagesWhereTheyWere() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        for (String body : List.of("a", "b", "c")) publish("", "q", body);
        assertThat(get("q", 2, GetMode.PEEK)).containsExactly("a", "b");
        assertThat(get("q", 9, GetMode.GIVE_BACK)).containsExactly("a again", "b again", "c");
        assertThat(queue("q").depth().messages()).isEqualTo(3);
        assertThat(get("q", 1, GetMode.REJECT)).containsExactly("a again");
        assertThat(get("q", 1, GetMode.TAKE)).containsExactly("b again");
        assertThat(queue("q").depth().messages()).isEqualTo(1);
        assertThat(get("q", 0, GetMode.TAKE)).isEmpty();
    }

    @Test
    void gotMessagesTellHowManyAreLeft() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        for (String body : List.of("a", "b", "c")) publish("", "q", body);
        assertThat(now(host.get("q", 3, GetMode.PEEK))).extracting(GotMessage::remaining).containsExactly(2L, 1L, 0L);
    }

    @Test
    void deletesAndPurges() {
        host.declareQueue("q", true, false, FieldTable.EMPTY);
        publish("", "q", "a");
        assertThat(host.deleteQueue("q", false, true).toCompletableFuture()).failsWithin(Duration.ZERO);
        assertThat(now(host.purge("q"))).isEqualTo(1);
        publish("", "q", "a");
        assertThat(now(host.deleteQueue("q", true, false))).isEqualTo(1);
        assertThat(view.queue("/", "q")).isEmpty();
        assertThatThrownBy(() -> host.deleteQueue("q", false, false)).hasMessageContaining("no queue 'q' in vhost '/'");
        assertThatThrownBy(() -> host.purge("q")).hasMessageContaining("no queue 'q' in vhost '/'");
        assertThatThrownBy(() -> host.deleteExchange("x", false)).hasMessageContaining("no exchange 'x' in vhost '/'");
    }

    @Test
    void bindsAndUnbindsByWhatTellsBindingsApart() {
        host.declareQueue("q", true, false, FieldTable.EMPTY);
        FieldTable arguments = FieldTable.EMPTY.with("x-match", FieldValue.longString("any"));
        now(host.bind("amq.direct", DestinationKind.QUEUE, "q", "a key/~", FieldTable.EMPTY));
        now(host.bind("amq.direct", DestinationKind.QUEUE, "q", "", arguments));
        now(host.bind("amq.direct", DestinationKind.EXCHANGE, "amq.fanout", "k", FieldTable.EMPTY));
        List<BindingInfo> toQueue = view.bindingsTo("/", DestinationKind.QUEUE, "q");
        assertThat(toQueue).extracting(BindingInfo::source).containsExactly("", "amq.direct", "amq.direct");
        assertThat(toQueue).extracting(BindingInfo::propertiesKey).satisfies(keys -> {
            assertThat(keys.get(0)).isEqualTo("q");
            assertThat(keys.get(1)).isEqualTo("a+key%2F%7E");
            assertThat(keys.get(2)).matches("~[A-Za-z0-9_-]{6}");
        });
        ExchangeInfo direct = view.exchange("/", "amq.direct").orElseThrow();
        assertThat(view.bindingsFrom(direct)).hasSize(3);
        assertThat(view.bindings("/")).hasSize(4);
        assertThat(view.bindingsTo("/", DestinationKind.EXCHANGE, "amq.fanout")).hasSize(1);
        for (BindingInfo binding : view.bindingsFrom(direct)) assertThat(now(host.unbind(binding))).isTrue();
        assertThat(now(host.unbind(toQueue.get(1)))).isFalse();
        assertThatThrownBy(() -> host.unbind(toQueue.get(0))).hasMessageContaining("default exchange");
    }

    @Test
    void nobodyActsWhereHeMayNotBe() {
        assertThatThrownBy(() -> commands.as("alice", "missing")).hasMessageContaining("vhost missing not found");
        assertThatThrownBy(() -> commands.as("bob", "/")).hasMessageContaining("access to vhost '/' refused for user 'bob'");
        assertThatThrownBy(() -> view.queues("missing")).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void aQueueShowsHowMuchIsInItAtOnce() {
        host.declareQueue("q", true, false, FieldTable.EMPTY);
        BasicProperties persistent = BasicProperties.builder().deliveryMode(2).build();
        now(host.publish("", "q", persistent, Body.of(new byte[10])));
        now(host.publish("", "q", BasicProperties.EMPTY, Body.of(new byte[5])));
        QueueInfo info = queue("q");
        assertThat(info.depth().ready()).isEqualTo(2);
        assertThat(info.depth().bytes()).isEqualTo(15);
        assertThat(info.depth().persistent()).isEqualTo(1);
        assertThat(info.depth().persistentBytes()).isEqualTo(10);
        assertThat(info.depth().inHeap()).isEqualTo(2);
        assertThat(info.depth().readyInHeap()).isEqualTo(2);
        assertThat(info.depth().unackedInHeap()).isZero();
        assertThat(info.headSince()).hasValue(loop.millis());
        assertThat(view.totals().messages()).isEqualTo(2);
        assertThat(view.virtualHost("/").ready()).isEqualTo(2);
        now(host.purge("q"));
        assertThat(queue("q").headSince()).isEmpty();
        assertThat(queue("q").depth()).isEqualTo(new QueueDepth(0, 0, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void showsWhoDeclaredAnExchange() {
        host.declareExchange("x", "topic", true, false, false, FieldTable.EMPTY);
        assertThat(view.exchange("/", "x").orElseThrow().user()).isEqualTo("alice");
        assertThat(view.exchange("/", "amq.direct").orElseThrow().user()).isEqualTo("rmq-internal");
        assertThat(view.exchange("/", "").orElseThrow().user()).isEqualTo("rmq-internal");
    }

    @Test
    void forgetsWhatWasCountedButNotWhatIsThere() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        publish("", "q", "a");
        loop.runAll();
        commands.forgetStats();
        broker.sampler().round();
        assertThat(queue("q").stats().totals()).isEqualTo(Map.of(Metric.READY, 1L));
        assertThat(view.stats().totals()).isEqualTo(Map.of(Metric.READY, 1L));
    }

    @Test
    void countsWhatPassesAndByWhichWay() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        host.declareQueue("other", false, false, FieldTable.EMPTY);
        for (String queue : List.of("q", "other")) now(host.bind("amq.fanout", DestinationKind.QUEUE, queue, "", FieldTable.EMPTY));
        publish("amq.fanout", "", "a");
        publish("amq.fanout", "", "b");
        publish("", "q", "c");
        get("q", 1, GetMode.TAKE);
        get("q", 1, GetMode.PEEK);
        broker.sampler().round();
        ExchangeInfo fanout = view.exchange("/", "amq.fanout").orElseThrow();
        assertThat(fanout.stats().total(Metric.PUBLISH)).isEqualTo(2);
        assertThat(fanout.stats().total(Metric.ROUTED)).isEqualTo(4);
        QueueInfo info = queue("q");
        assertThat(info.stats().total(Metric.ENQUEUED)).isEqualTo(3);
        assertThat(info.stats().total(Metric.GET_NO_ACK)).isEqualTo(1);
        assertThat(info.stats().total(Metric.GET)).isEqualTo(1);
        assertThat(info.stats().total(Metric.READY)).isEqualTo(2);
        assertThat(view.incoming(info)).extracting(Passage::name).containsExactlyInAnyOrder("amq.fanout", "");
        assertThat(view.outgoing(fanout)).extracting(Passage::name).containsExactlyInAnyOrder("q", "other");
        assertThat(view.outgoing(fanout)).allSatisfy(to -> assertThat(to.stats().total(Metric.ENQUEUED)).isEqualTo(2));
        assertThat(view.stats().total(Metric.PUBLISH)).isEqualTo(3);
        assertThat(view.stats().total(Metric.ENQUEUED)).isEqualTo(5);
        assertThat(view.stats().total(Metric.QUEUE_CREATED)).isEqualTo(2);
        assertThat(view.virtualHost("/").stats().total(Metric.ROUTED)).isEqualTo(5);
    }

    @Test
    void whatAQueueHeldDoesNotCountWhenItHasGone() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        publish("", "q", "a");
        broker.sampler().round();
        assertThat(view.stats().total(Metric.READY)).isEqualTo(1);
        now(host.deleteQueue("q", false, false));
        broker.sampler().round();
        assertThat(view.stats().total(Metric.READY)).isZero();
        assertThat(view.stats().total(Metric.ENQUEUED)).isEqualTo(1);
    }

    @Test
    void tellsWhichPoliciesHoldAndTheHeadsTime() {
        host.declareQueue("q", false, false, FieldTable.EMPTY);
        FieldTable said = FieldTable.EMPTY.with("max-length", FieldValue.longInt(10)).with("expires", FieldValue.longInt(60_000));
        FieldTable operators = FieldTable.EMPTY.with("max-length", FieldValue.longInt(5));
        broker.virtualHost("/").changePolicies().set(
            new Policy("users", NamePattern.of("q"), AppliesTo.ALL, 0, PolicyDefinition.ofUser(said)));
        broker.virtualHost("/").changePolicies().setOperators(
            new Policy("theirs", NamePattern.of("q"), AppliesTo.QUEUES, 0, PolicyDefinition.ofOperator(operators)));
        now(host.publish("", "q", BasicProperties.builder().timestamp(1234).build(), Body.EMPTY));
        QueueDetails details = now(view.details(view.queues("/"))).get(0);
        assertThat(details.policy()).contains("users");
        assertThat(details.operatorPolicy()).contains("theirs");
        assertThat(details.effectivePolicy().find("max-length").orElseThrow().asLong()).isEqualTo(5);
        assertThat(details.effectivePolicy().find("expires").orElseThrow().asLong()).isEqualTo(60_000);
        assertThat(details.headTimestamp()).hasValue(1234);
        assertThat(details.consumers()).isEmpty();
    }

    @Test
    void asksFewQueuesInEachTurnAndLeavesOutWhatHasGone() {
        for (int i = 0; i < 100; i++) host.declareQueue("q" + i, false, false, FieldTable.EMPTY);
        List<QueueInfo> all = view.queues("/");
        CompletionStage<List<QueueDetails>> details = view.details(all);
        now(host.deleteQueue("q7", false, false));
        assertThat(now(details)).hasSize(99).extracting(each -> each.info().name())
            .containsExactlyElementsOf(all.stream().map(QueueInfo::name).filter(name -> !name.equals("q7")).toList());
        assertThat(now(view.consumers(all))).isEmpty();
        assertThat(now(view.details(List.of()))).isEmpty();
    }
}
