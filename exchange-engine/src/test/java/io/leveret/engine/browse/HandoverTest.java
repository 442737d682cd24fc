package io.leveret.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.User;
import io.leveret.engine.browse.Handover.Outcome;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.management.EngineCommands;
import io.leveret.engine.queue.Browsed;
import io.leveret.engine.queue.Offer;
import io.leveret.engine.queue.Place;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.queue.Slice;
import io.leveret.engine.store.QueueLog;
import io.leveret.engine.store.StoreTransaction;
import io.leveret.engine.store.StubLog;
import io.leveret.engine.store.StubStore;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.DestinationKind;
import io.leveret.engine.view.GotMessage;
import io.leveret.engine.view.VirtualHostCommands;
import io.leveret.engine.view.VirtualHostCommands.GetMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Messages change their queue, whatever else happens to them meanwhile. */
class HandoverTest {

    private final TransientStore store = new TransientStore();
    private final FragileStore disk = new FragileStore();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store,
        QueueStorage.boundless(disk));
    private final ManualLoop there = new ManualLoop();
    private final ManualLoop here = new ManualLoop();
    private final VirtualHostCommands away;
    private final VirtualHostCommands home;
    private final VirtualHost host = broker.virtualHost("/");
    private final QueueRef source;

    HandoverTest() {
        broker.putUser(new User("alice", PasswordHash.of("secret"), Set.of()));
        broker.permit("alice", "/", Permissions.all());
        home = new EngineCommands(broker, List.of(here)).as("alice", "/");
        away = new EngineCommands(broker, List.of(there)).as("alice", "/");
        home.declareQueue("source", false, false, FieldTable.EMPTY);
        source = host.findQueue("source");
        for (int i = 0; i < 5; i++) home.publish("", "source", BasicProperties.EMPTY, Body.of(("m" + i).getBytes(StandardCharsets.UTF_8)));
        runAll();
    }

    @Test
    void messagesLeaveWhenTheyAreTaken() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, to(Target.queue("target"), 1, 3)).start();
        here.runAll();
        assertThat(end).as("the target has not been asked").isNotDone();
        assertThat(source.stats().ready()).isEqualTo(3);
        there.runAll();
        runAll();
        assertThat(end.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("source")).containsExactly("m0", "m2", "m4");
        assertThat(get("target")).containsExactly("m1", "m3");
    }

    @Test
    void copiesLeaveEverythingWhereItIs() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, true, to(Target.queue("target"), 1, 3)).start();
        runAll();
        assertThat(end.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("source")).containsExactly("m0", "m1", "m2", "m3", "m4");
        assertThat(get("target")).containsExactly("m1", "m3");
    }

    @Test
    void whatIsRefusedIsBackInItsPlace() throws Exception {
        for (String overflow : List.of("drop-head", "reject-publish", "reject-publish-dlx")) {
            away.declareQueue("target", false, false, FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(1))
                .with("x-overflow", FieldValue.longString(overflow)));
            CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, to(Target.queue("target"), 1, 2)).start();
            runAll();
            assertThat(end.get().values()).extracting(Outcome::offer).containsExactlyInAnyOrder(Offer.TAKEN, Offer.FULL);
            assertThat(get("target")).containsExactly("m1");
            assertThat(get("source")).as("with " + overflow).containsExactly("m0", "m2", "m3", "m4");
            away.deleteQueue("target", false, false);
            take("source", 100);
            for (int i = 0; i < 5; i++) home.publish("", "source", BasicProperties.EMPTY, Body.of(("m" + i).getBytes(StandardCharsets.UTF_8)));
            runAll();
        }
    }

    @Test
    void nothingGoesToAQueueThatIsGone() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        List<Sending> sendings = to(Target.queue("target"), 0, 1);
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, sendings).start();
        away.deleteQueue("target", false, false);
        runAll();
        assertThat(end.get().values()).extracting(Outcome::offer).containsOnly(Offer.GONE);
        assertThat(get("source")).containsExactly("m0", "m1", "m2", "m3", "m4");
    }

    @Test
    void whatSomebodyElseHasTakenIsGone() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        List<Sending> sendings = to(Target.queue("target"), 0, 1, 2);
        assertThat(take("source", 2)).containsExactly("m0", "m1");
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, sendings).start();
        runAll();
        assertThat(end.get().get(sendings.get(0))).isEqualTo(Outcome.GONE);
        assertThat(end.get().get(sendings.get(1))).isEqualTo(Outcome.GONE);
        assertThat(end.get().get(sendings.get(2))).isEqualTo(Outcome.DONE);
        assertThat(get("target")).containsExactly("m2");
    }

    @Test
    void theSourceMayBePurgedOrDeletedMeanwhile() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        CompletableFuture<Map<Sending, Outcome>> first = new Handover(source, false, to(Target.queue("target"), 0)).start();
        here.runAll();
        assertThat(now(home.purge("source"))).isEqualTo(4);
        runAll();
        assertThat(first.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("target")).containsExactly("m0");
        home.publish("", "source", BasicProperties.EMPTY, Body.EMPTY);
        runAll();
        CompletableFuture<Map<Sending, Outcome>> second = new Handover(source, false, to(Target.queue("target"), 0)).start();
        here.runAll();
        home.deleteQueue("source", false, false);
        runAll();
        assertThat(second.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("target")).hasSize(2);
    }

    @Test
    void toItsOwnQueueAMessageGoesToTheEnd() throws Exception {
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, to(Target.queue("source"), 1, 3)).start();
        runAll();
        assertThat(end.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("source")).containsExactly("m0", "m2", "m4", "m1", "m3");
    }

    @Test
    void anExchangeMayFindSeveralQueues() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        away.declareQueue("full", false, false, FieldTable.EMPTY.with("x-max-length", FieldValue.longInt(1)));
        for (String queue : List.of("target", "full")) {
            home.bind("amq.fanout", DestinationKind.QUEUE, queue, "", FieldTable.EMPTY);
        }
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(source, false, to(Target.exchange("amq.fanout", "k"), 0, 1)).start();
        runAll();
        assertThat(end.get().values()).extracting(Outcome::offer).containsExactlyInAnyOrder(Offer.TAKEN, Offer.FULL);
        assertThat(get("full")).containsExactly("m0");
        assertThat(get("source")).as("what one has refused stays").containsExactly("m1", "m2", "m3", "m4");
    }

    @Test
    void whatFailsOnTheWayIsBackInItsPlace() throws Exception {
        home.declareQueue("kept", true, false, FieldTable.EMPTY);
        away.declareQueue("target", true, false, FieldTable.EMPTY);
        for (int i = 0; i < 3; i++) home.publish("", "kept", BasicProperties.EMPTY, Body.of(("m" + i).getBytes(StandardCharsets.UTF_8)));
        runAll();
        QueueRef kept = host.findQueue("kept");
        disk.failsToBegin = true;
        CompletableFuture<Map<Sending, Outcome>> unbegun = new Handover(kept, false, to(kept, Target.queue("target"), 0, 1)).start();
        runAll();
        assertThat(unbegun).isCompletedExceptionally();
        assertThat(get("kept")).containsExactly("m0", "m1", "m2");
        disk.failsToBegin = false;
        disk.failing = there;
        CompletableFuture<Map<Sending, Outcome>> failed = new Handover(kept, false, to(kept, Target.queue("target"), 0, 1)).start();
        runAll();
        assertThat(failed.get().values()).extracting(Outcome::offer).containsOnly(Offer.FAILED);
        assertThat(get("kept")).containsExactly("m0", "m1", "m2");
        disk.failing = null;
        CompletableFuture<Map<Sending, Outcome>> done = new Handover(kept, false, to(kept, Target.queue("target"), 0, 1)).start();
        runAll();
        assertThat(done.get().values()).containsOnly(Outcome.DONE);
        assertThat(get("target")).containsExactly("m0", "m1");
    }

    @Test
    void aQueueThatFailsKeepsNothingFromTheOthers() throws Exception {
        away.declareQueue("target", false, false, FieldTable.EMPTY);
        away.declareQueue("failing", true, false, FieldTable.EMPTY);
        home.declareQueue("kept", true, false, FieldTable.EMPTY);
        for (String queue : List.of("target", "failing")) home.bind("amq.fanout", DestinationKind.QUEUE, queue, "", FieldTable.EMPTY);
        home.publish("", "kept", BasicProperties.EMPTY, Body.of("m".getBytes(StandardCharsets.UTF_8)));
        runAll();
        QueueRef kept = host.findQueue("kept");
        List<Sending> sendings = to(kept, Target.exchange("amq.fanout", "k"), 0);
        disk.failing = there;
        CompletableFuture<Map<Sending, Outcome>> end = new Handover(kept, false, sendings).start();
        runAll();
        assertThat(end.get().get(sendings.get(0))).isEqualTo(new Outcome(Offer.FAILED, host.findQueue("failing")));
        assertThat(get("kept")).containsExactly("m");
        assertThat(get("target")).containsExactly("m");
    }

    /** Fails when it is told to. */
    private static final class FragileStore extends StubStore {
        private boolean failsToBegin;
        private Loop failing;

        @Override
        public QueueLog open(long queueId, boolean durable, Loop loop) {
            return new StubLog() {
                @Override
                public void enter(StoreTransaction transaction) {
                    if (loop == failing) throw new IllegalStateException("asked for");
                }
            };
        }

        @Override
        public StoreTransaction begin() {
            if (failsToBegin) throw new IllegalStateException("asked for");
            return super.begin();
        }
    }

    private List<Sending> to(Target target, int... places) throws Exception {
        return to(source, target, places);
    }

    private List<Sending> to(QueueRef from, Target target, int... places) throws Exception {
        CompletableFuture<Slice> seen = new CompletableFuture<>();
        from.contents().look(Place.START, Long.MAX_VALUE, 100, 1 << 20, new Answer<>() {
            @Override
            public void completed(Slice value) {
                seen.complete(value);
            }

            @Override
            public void failed(AmqpException error) {
                seen.completeExceptionally(error);
            }
        });
        here.runAll();
        List<Browsed> messages = seen.get().messages();
        Addressing addressing = new Addressing(host, from, target, Rights.ALL);
        List<Sending> sendings = new ArrayList<>();
        for (int place : places) sendings.add(addressing.address(messages.get(place)));
        return sendings;
    }

    /** What is there, which stays. */
    private List<String> get(String queue) {
        return bodies(queue, 100, GetMode.PEEK);
    }

    private List<String> take(String queue, int count) {
        return bodies(queue, count, GetMode.TAKE);
    }

    private List<String> bodies(String queue, int count, GetMode mode) {
        List<String> bodies = new ArrayList<>();
        for (GotMessage each : now(home.get(queue, count, mode))) {
            bodies.add(new String(each.body().toByteArray(), StandardCharsets.UTF_8));
        }
        return bodies;
    }

    private <T> T now(CompletionStage<T> stage) {
        runAll();
        return stage.toCompletableFuture().getNow(null);
    }

    private void runAll() {
        for (int i = 0; i < 4; i++) {
            here.runAll();
            there.runAll();
        }
    }
}
