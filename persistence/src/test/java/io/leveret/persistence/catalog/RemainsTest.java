package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.value.FieldTable;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.Bound;
import io.leveret.engine.store.CatalogChange.Destination;
import io.leveret.engine.store.CatalogChange.ExchangeDeclared;
import io.leveret.engine.store.CatalogChange.HoldingQueueOpened;
import io.leveret.engine.store.CatalogChange.Permitted;
import io.leveret.engine.store.CatalogChange.PolicySet;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.UserPut;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RemainsTest {

    private static final CatalogChange HOST = new VirtualHostCreated("/");
    private static final CatalogChange QUEUE = new QueueDeclared("/", 1, "q", false, FieldTable.EMPTY);
    private static final CatalogChange EXCHANGE = new ExchangeDeclared("/", "x", "topic", false, false, FieldTable.EMPTY);

    @Test
    void whatIsWholeStaysAsItIs() {
        List<CatalogChange> whole = List.of(HOST, new UserPut("alice", "h", "p", Set.of()),
                new Permitted("alice", "/", "", "", ""), EXCHANGE, QUEUE, bound("x", "q"), bound("amq.topic", "q"));
        assertThat(Remains.of(whole)).isEqualTo(whole);
    }

    @Test
    void bindingsGoWithoutEitherEnd() {
        assertThat(Remains.of(List.of(HOST, QUEUE, bound("x", "q")))).containsExactly(HOST, QUEUE);
        assertThat(Remains.of(List.of(HOST, EXCHANGE, bound("x", "q")))).containsExactly(HOST, EXCHANGE);
        assertThat(Remains.of(List.of(HOST, new HoldingQueueOpened("/", 1, "x")))).containsExactly(HOST);
    }

    @Test
    void aVirtualHostIsMadeAgainForWhatIsInIt() {
        assertThat(Remains.of(List.of(QUEUE))).containsExactly(HOST, QUEUE);
        CatalogChange policy = new PolicySet("/", true, "p", "", "all", 0, FieldTable.EMPTY);
        assertThat(Remains.of(List.of(policy))).containsExactly(HOST, policy);
    }

    @Test
    void permissionsOfALostUserGo() {
        assertThat(Remains.of(List.of(HOST, new Permitted("alice", "/", "", "", "")))).containsExactly(HOST);
    }

    private static CatalogChange bound(String exchange, String queue) {
        return new Bound("/", exchange, new Destination(Destination.Kind.QUEUE, queue), "k", FieldTable.EMPTY);
    }
}
