package io.leveret.engine.browse;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.leveret.engine.loop.ManualLoop;
import io.leveret.engine.management.EngineCommands;
import io.leveret.engine.queue.QueueRef;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.TransientStore;
import io.leveret.engine.view.VirtualHostCommands;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Walks through a long queue in steps, for so long as there is time. */
class SearchTest {

    private static final int MESSAGES = 5_000;
    private static final long AGES = 1_000_000;

    private final TransientStore store = new TransientStore();
    private final Broker broker = new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store,
        QueueStorage.boundless(store));
    private final ManualLoop loop = new ManualLoop();
    private final QueueRef queue;

    SearchTest() {
        broker.putUser(new User("alice", PasswordHash.of("secret"), Set.of()));
        broker.permit("alice", "/", Permissions.all());
        VirtualHostCommands commands = new EngineCommands(broker, List.of(loop)).as("alice", "/");
        commands.declareQueue("q", false, false, FieldTable.EMPTY);
        queue = broker.virtualHost("/").findQueue("q");
        for (int i = 0; i < MESSAGES; i++) commands.publish("", "q", BasicProperties.EMPTY, Body.EMPTY);
        loop.runAll();
    }

    @Test
    void saysHowManyItHadNoTimeToPass() {
        Search search = search(-1);
        long left = search.skip(4_000);
        assertThat(left).isBetween(1L, 3_999L);
        assertThat(search.cursor().passed()).isEqualTo(4_000 - left);
        Search next = new Search(queue, MessageFilter.builder().build(), search.cursor(), AGES);
        assertThat(next.skip(left)).isZero();
        assertThat(next.cursor().passed()).isEqualTo(4_000);
        assertThat(next.isAtEnd()).isFalse();
    }

    @Test
    void saysHowManyThereWereTooFew() {
        Search search = search(AGES);
        assertThat(search.skip(MESSAGES + 7)).isEqualTo(7);
        assertThat(search.isAtEnd()).isTrue();
    }

    @Test
    void looksAtSomethingHoweverShortTheTime() {
        Search search = search(-1);
        assertThat(search.skip(0)).isZero();
        search.run((message, number) -> true, MESSAGES);
        assertThat(search.searched()).isBetween(1L, MESSAGES - 1L);
    }

    private Search search(long mostMillis) {
        return new Search(queue, MessageFilter.builder().build(), Cursor.start(queue), mostMillis);
    }
}
