package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.amqp.EventLoops;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.Broker;
import io.leveret.engine.NodeLimits;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.queue.QueueStorage;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogContents;
import io.leveret.engine.store.TransientStore;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NamesOfQueuesTest {

    private static final CatalogContents CONTENTS = new CatalogContents(List.of(
            new CatalogChange.VirtualHostCreated("lab"),
            new CatalogChange.HoldingQueueOpened("lab", 2, "later"),
            new CatalogChange.ExchangeDeclared("lab", "later", "x-delayed-message", false, false,
                    FieldTable.builder().put("x-delayed-type", "direct").build()),
            new CatalogChange.QueueDeclared("lab", 1, "orders", false, FieldTable.EMPTY)), 2);

    private final NamesOfQueues names = new NamesOfQueues();

    @Test
    void areThoseOfTheCatalogWhileThereIsNoBroker() {
        assertThat(names.apply(2)).isEqualTo("queue number 2");
        names.declared(CONTENTS);
        assertNamed();
    }

    @Test
    void areThoseOfTheBroker() {
        try (EventLoops loops = EventLoops.start(1)) {
            TransientStore store = new TransientStore();
            names.restored(Broker.restored(new Broker.Admission(Set.of(), HashAlgorithm.SHA256, NodeLimits.NONE), store, QueueStorage.boundless(store),
                    CONTENTS, loops.all()));
            assertNamed();
        }
    }

    private void assertNamed() {
        assertThat(names.apply(1)).isEqualTo("queue 'orders' in virtual host 'lab'");
        assertThat(names.apply(2)).isEqualTo("exchange 'later' in virtual host 'lab'");
        assertThat(names.apply(3)).isEqualTo("queue number 3");
    }
}
