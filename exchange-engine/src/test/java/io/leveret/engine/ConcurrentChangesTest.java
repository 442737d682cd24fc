package io.leveret.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.settings.AppliesTo;
import io.leveret.engine.settings.NamePattern;
import io.leveret.engine.settings.Parameter;
import io.leveret.engine.settings.Policy;
import io.leveret.engine.settings.PolicyDefinition;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Several administrators change the same things at once: what the catalog hears last is what holds. */
class ConcurrentChangesTest {

    private static final int ADMINISTRATORS = 4;
    private static final int CHANGES = 300;

    private final Recorded catalog = new Recorded();
    private final Broker broker =
        new Broker(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), catalog, QueueStorage.NONE);
    private final PasswordHash hash = PasswordHash.of("secret");

    @Test
    void theCatalogHearsOfChangesInTheirOrder() throws InterruptedException {
        List<Thread> administrators = new ArrayList<>();
        for (int i = 0; i < ADMINISTRATORS; i++) {
            int number = i;
            administrators.add(new Thread(() -> change(number)));
        }
        administrators.forEach(Thread::start);
        for (Thread administrator : administrators) administrator.join();
        VirtualHost host = broker.virtualHost("/");
        assertThat(catalog.last(CatalogChange.UserPut.class).tags()).isEqualTo(broker.users().find("alice").orElseThrow().tags());
        assertThat(catalog.last(CatalogChange.PolicySet.class).definition())
            .isEqualTo(host.policies().find("p", false).orElseThrow().definition().said());
        assertThat(catalog.last(CatalogChange.ParameterSet.class).value())
            .isEqualTo(host.parameters().find("shovel", "s").orElseThrow().value());
        assertThat(catalog.last(CatalogChange.GlobalParameterSet.class).value()).isEqualTo(broker.parameters().find("g").orElseThrow());
        assertThat(catalog.last(CatalogChange.VirtualHostLimited.class).maxQueues()).isEqualTo(host.limits().maxQueues());
    }

    private void change(int administrator) {
        VirtualHost host = broker.virtualHost("/");
        for (int i = 0; i < CHANGES; i++) {
            int value = administrator * CHANGES + i;
            broker.putUser(new User("alice", hash, Set.of("tag" + value)));
            host.changePolicies().set(new Policy("p", NamePattern.of("q"), AppliesTo.QUEUES, 0,
                PolicyDefinition.ofUser(FieldTable.EMPTY.with("max-length", FieldValue.longInt(value)))));
            host.setParameter(new Parameter("shovel", "s", FieldValue.longInt(value)));
            broker.parameters().set("g", FieldValue.longInt(value));
            broker.limitVirtualHost("/", new VirtualHostLimits(-1, value));
        }
    }

    private static final class Recorded implements CatalogStore {
        private final List<CatalogChange> changes = new ArrayList<>();

        @Override
        public synchronized void append(List<CatalogChange> more) {
            changes.addAll(more);
        }

        private synchronized <C extends CatalogChange> C last(Class<C> kind) {
            for (int i = changes.size() - 1; i >= 0; i--) {
                if (kind.isInstance(changes.get(i))) return kind.cast(changes.get(i));
            }
            throw new AssertionError("no " + kind);
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
