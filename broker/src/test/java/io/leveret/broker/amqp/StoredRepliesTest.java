package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ChannelMethod;
import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.store.TransientStore;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a client gets to read while the catalog takes its time. */
class StoredRepliesTest {

    private final SlowCatalog catalog = new SlowCatalog();
    private final TestClient client = new TestClient(broker()).open().openChannel(1);

    private Broker broker() {
        Broker broker = new Broker(new Broker.Admission(Set.of("guest"), HashAlgorithm.SHA256, NodeLimits.NONE), catalog,
            QueueStorage.boundless(new TransientStore()));
        broker.putUser(new User("guest", PasswordHash.of("guest"), Set.of()));
        broker.permit("guest", "/", Permissions.all());
        return broker;
    }

    @AfterEach
    void hangUp() {
        client.close();
    }

    @Test
    void nothingIsConfirmedBeforeItIsStored() {
        assertThat(client.send(1, declare("a")).received()).isEmpty();
        store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("a", 0, 0));
    }

    @Test
    void changesAreMadeWithoutWaitingForEachOtherAndRepliesKeepTheirOrder() {
        client.send(1, declare("a"), new ExchangeMethod.Declare("x", "direct", false, true, false, false, false, FieldTable.EMPTY),
            bind("a", "x"), declare("b"), new QueueMethod.Delete("a", false, false, false), declare("c"));
        assertThat(catalog.waiting).as("all but what waits for the deletion's turn").hasSizeGreaterThanOrEqualTo(5);
        assertThat(client.received()).isEmpty();
        while (!catalog.waiting.isEmpty()) store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("a", 0, 0), new ExchangeMethod.DeclareOk(),
            new QueueMethod.BindOk(), new QueueMethod.DeclareOk("b", 0, 0), new QueueMethod.DeleteOk(0),
            new QueueMethod.DeclareOk("c", 0, 0));
    }

    @Test
    void aReplyThatIsReadyEarlyWaitsForTheOnesBeforeIt() {
        client.send(1, declare("a"));
        catalog.atOnce = true;
        client.send(1, declare("b"));
        assertThat(client.received()).isEmpty();
        store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("a", 0, 0), new QueueMethod.DeclareOk("b", 0, 0));
    }

    @Test
    void anErrorComesBehindTheRepliesBeforeItAndEndsTheChannelThere() {
        client.send(1, declare("a"), bind("a", "missing"), declare("never"));
        assertThat(client.received()).isEmpty();
        store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("a", 0, 0),
            new ChannelMethod.Close(404, "NOT_FOUND - no exchange 'missing' in vhost '/'", 50, 20));
        client.send(1, new ChannelMethod.CloseOk(), new ChannelMethod.Open(), passive("never"));
        assertThat(client.received()).containsExactly(new ChannelMethod.OpenOk(),
            new ChannelMethod.Close(404, "NOT_FOUND - no queue 'never' in vhost '/'", 50, 10));
    }

    @Test
    void whatIsNoSuchChangeWaitsForAllReplies() {
        client.send(1, declare("a"), declare("b"), new BasicMethod.Qos(0, 1, false), declare("c"));
        assertThat(client.received()).isEmpty();
        store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("a", 0, 0), new QueueMethod.DeclareOk("b", 0, 0),
            new BasicMethod.QosOk());
        store();
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("c", 0, 0));
    }

    @Test
    void aClientThatWantsNoRepliesIsHeldUpAsWell() {
        for (int i = 0; i < 3_000; i++) {
            client.send(1, new QueueMethod.Declare("q" + i, false, true, false, false, true, FieldTable.EMPTY));
        }
        assertThat(catalog.waiting).hasSizeLessThan(2 * 1_100); // each declaration's reply, and its queue
        while (!catalog.waiting.isEmpty()) store();
        client.send(1, passive("q2999"));
        assertThat(client.received()).containsExactly(new QueueMethod.DeclareOk("q2999", 0, 0));
    }

    @Test
    void repliesToAChannelThatHasEndedAreDropped() {
        client.openChannel(2);
        client.send(1, declare("a"), declare("b"));
        client.disconnect();
        store();
        assertThat(client.received()).isEmpty();
    }

    @Test
    void aClientThatNeverReadsRepliesIsHeldUpAtSomePoint() {
        for (int i = 0; i < 3_000; i++) client.send(1, declare("q" + i));
        assertThat(catalog.waiting).hasSizeLessThan(2 * 1_100); // each declaration's reply, and its queue
        int replies = 0;
        while (!catalog.waiting.isEmpty()) {
            store();
            replies += client.received().size();
        }
        assertThat(replies).isEqualTo(3_000);
    }

    private void store() {
        List<Runnable> stored = List.copyOf(catalog.waiting);
        catalog.waiting.clear();
        stored.forEach(Runnable::run);
        client.loop().advance(0);
    }

    private static Method declare(String queue) {
        return new QueueMethod.Declare(queue, false, true, false, false, false, FieldTable.EMPTY);
    }

    private static Method passive(String queue) {
        return new QueueMethod.Declare(queue, true, true, false, false, false, FieldTable.EMPTY);
    }

    private static Method bind(String queue, String exchange) {
        return new QueueMethod.Bind(queue, exchange, "k", false, FieldTable.EMPTY);
    }

    private static final class SlowCatalog implements CatalogStore {
        private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
        private boolean atOnce;

        @Override
        public void append(List<CatalogChange> changes) {
        }

        @Override
        public void whenStored(Runnable task) {
            if (atOnce) task.run();
            else waiting.add(task);
        }

        @Override
        public void close() {
        }
    }
}
