package io.leveret.persistence.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.value.Decimal;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogChange.Bound;
import io.leveret.engine.store.CatalogChange.Destination;
import io.leveret.engine.store.CatalogChange.ExchangeDeclared;
import io.leveret.engine.store.CatalogChange.ExchangeDeclaredBy;
import io.leveret.engine.store.CatalogChange.ExchangeDeleted;
import io.leveret.engine.store.CatalogChange.GlobalParameterCleared;
import io.leveret.engine.store.CatalogChange.GlobalParameterSet;
import io.leveret.engine.store.CatalogChange.HoldingQueueOpened;
import io.leveret.engine.store.CatalogChange.ParameterCleared;
import io.leveret.engine.store.CatalogChange.ParameterSet;
import io.leveret.engine.store.CatalogChange.Permitted;
import io.leveret.engine.store.CatalogChange.PermissionsRemoved;
import io.leveret.engine.store.CatalogChange.PolicyCleared;
import io.leveret.engine.store.CatalogChange.PolicySet;
import io.leveret.engine.store.CatalogChange.QueueDeclared;
import io.leveret.engine.store.CatalogChange.QueueDeleted;
import io.leveret.engine.store.CatalogChange.QueuePaused;
import io.leveret.engine.store.CatalogChange.QueueResumed;
import io.leveret.engine.store.CatalogChange.TopicPermissionsRemoved;
import io.leveret.engine.store.CatalogChange.TopicsPermitted;
import io.leveret.engine.store.CatalogChange.Unbound;
import io.leveret.engine.store.CatalogChange.UserDeleted;
import io.leveret.engine.store.CatalogChange.UserLimited;
import io.leveret.engine.store.CatalogChange.UserPut;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.engine.store.CatalogChange.VirtualHostDeleted;
import io.leveret.engine.store.CatalogChange.VirtualHostDescribed;
import io.leveret.engine.store.CatalogChange.VirtualHostLimited;
import io.leveret.engine.store.CatalogChange.VirtualHostTraced;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ChangeFormatTest {

    private static final FieldTable TABLE = FieldTable.builder().put("text", "ä").put("truth", true)
            .put("number", FieldValue.signedInt(-7)).put("big", FieldValue.longInt(Long.MIN_VALUE))
            .put("other", new FieldValue(FieldType.OTHER_LONG, 5L)).put("small", new FieldValue(FieldType.UNSIGNED_BYTE, 200L))
            .put("price", new FieldValue(FieldType.DECIMAL, new Decimal(2, 1999))).put("nothing", FieldValue.nothing())
            .put("bytes", FieldValue.binary(new byte[] {0, -1})).put("half", FieldValue.floating(0.5))
            .put("when", FieldValue.timestamp(1_700_000_000)).put("table", FieldTable.builder().put("in", "side").build())
            .put("list", FieldValue.array(FieldValue.bool(false), FieldValue.longString(""))).build();
    private static final Destination TO_QUEUE = new Destination(Destination.Kind.QUEUE, "q");
    private static final Destination TO_EXCHANGE = new Destination(Destination.Kind.EXCHANGE, "q");

    /** One of each kind, as today's version writes it: what stands here must be readable for ever. */
    private static final Map<CatalogChange, String> WRITTEN = Map.ofEntries(
            Map.entry(new VirtualHostCreated("/"), "0a000000012f"),
            Map.entry(new VirtualHostLimited("/", 7, -1), "0c000000012f0000000000000007ffffffffffffffff"),
            Map.entry(new VirtualHostTraced("/", true), "0e000000012f01"),
            Map.entry(new VirtualHostDescribed("/", "d", List.of("b", "a"), "quorum", true),
                    "10000000012f00000001640000000000000002000000016200000001610000000671756f72756d01"),
            Map.entry(new UserPut("u", "h", "p", Set.of("b", "a")),
                    "1400000001750000000168000000017000000000000000020000000161" + "0000000162"),
            Map.entry(new UserLimited("u", 1, 2), "16000000017500000000000000010000000000000002"),
            Map.entry(new Permitted("u", "/", "c", "w", "r"), "1e0000000175000000012f000000016300000001770000000172"),
            Map.entry(new TopicsPermitted("u", "/", "x", "w", "r"), "200000000175000000012f000000017800000001770000000172"),
            Map.entry(new PolicySet("/", true, "p", "^", "all", -1, FieldTable.EMPTY),
                    "23000000012f010000000170000000015e00000003616c6cffffffffffffffff00000000"),
            Map.entry(new GlobalParameterSet("g", FieldValue.bool(true)), "12000000016700000008" + "0576616c75657401"),
            Map.entry(new ParameterSet("/", "c", "p", FieldValue.bool(true)),
                    "25000000012f0000000163000000017000000008" + "0576616c75657401"),
            Map.entry(new GlobalParameterCleared("g"), "4e0000000167"),
            Map.entry(new ParameterCleared("/", "c", "p"), "61000000012f00000001630000000170"),
            Map.entry(new HoldingQueueOpened("/", 9, "x"), "28000000012f00000001780000000000000009"),
            Map.entry(new ExchangeDeclared("/", "x", "topic", true, false, FieldTable.EMPTY),
                    "2d000000012f000000017800000005746f706963010000000000"),
            Map.entry(new ExchangeDeclaredBy("/", "x", "u"), "2f000000012f00000001780000000175"),
            Map.entry(new QueueDeclared("/", 258, "q", true, FieldTable.EMPTY.with("n", FieldValue.signedInt(1))),
                    "32000000012f000000017100000000000001020100000007016e4900000001"),
            Map.entry(new QueuePaused("/", "q"), "34000000012f0000000171"),
            Map.entry(new QueueResumed("/", "q"), "70000000012f0000000171"),
            Map.entry(new Bound("/", "x", TO_EXCHANGE, "k", FieldTable.EMPTY),
                    "37000000012f0000000178010000000171000000016b00000000"),
            Map.entry(new VirtualHostDeleted("/"), "46000000012f"),
            Map.entry(new UserDeleted("u"), "500000000175"),
            Map.entry(new PermissionsRemoved("u", "/"), "5a0000000175000000012f"),
            Map.entry(new TopicPermissionsRemoved("u", "/", "x"), "5c0000000175000000012f0000000178"),
            Map.entry(new PolicyCleared("/", false, "p"), "5f000000012f000000000170"),
            Map.entry(new ExchangeDeleted("/", "x"), "69000000012f0000000178"),
            Map.entry(new QueueDeleted("/", 9, "q"), "6e000000012f00000001710000000000000009"),
            Map.entry(new Unbound("/", "x", TO_QUEUE, "k", FieldTable.EMPTY),
                    "73000000012f0000000178000000000171000000016b00000000"));

    @Test
    void everyKindIsWrittenAsItEverWas() throws MalformedChangeException {
        for (Map.Entry<CatalogChange, String> entry : WRITTEN.entrySet()) {
            assertThat(HexFormat.of().formatHex(ChangeFormat.encode(entry.getKey()))).as(entry.getKey().toString())
                    .isEqualTo(entry.getValue());
            assertThat(ChangeFormat.decode(HexFormat.of().parseHex(entry.getValue()))).isEqualTo(entry.getKey());
        }
    }

    @Test
    void noKindIsLeftOut() {
        Set<Class<?>> kinds = Set.of(CatalogChange.class.getPermittedSubclasses());
        assertThat(WRITTEN.keySet()).extracting(Object::getClass).containsAll(kinds).hasSameSizeAs(kinds);
    }

    @Test
    void argumentsOfAllTypesAndNamesOfAnyBytesSurvive() throws MalformedChangeException {
        String binary = "k\udcff\udc80 ä €";
        for (CatalogChange change : List.of(new QueueDeclared("/", 1, binary, false, TABLE),
                new Bound("/", binary, TO_QUEUE, "", TABLE), new ExchangeDeclared("/", "x".repeat(255), "t", true, true, TABLE))) {
            assertThat(ChangeFormat.decode(ChangeFormat.encode(change))).isEqualTo(change);
        }
    }

    @Test
    void anEntryOfASnapshotIsTheSameChange() throws MalformedChangeException {
        for (CatalogChange change : WRITTEN.keySet()) {
            Layout<?> layout = ChangeFormat.layout(change);
            if (layout.isRemoval()) continue;
            assertThat(ChangeFormat.decode(new Entry(layout.key(change), layout.details(change)))).isEqualTo(change);
        }
    }

    @Test
    void whatRemovesSomethingHasItsKey() {
        assertSameKey(new Bound("/", "x", TO_QUEUE, "k", TABLE), new Unbound("/", "x", TO_QUEUE, "k", TABLE));
        assertSameKey(new QueueDeclared("/", 1, "q", true, TABLE), new QueueDeleted("/", 1, "q"));
        assertSameKey(new PolicySet("/", true, "p", "", "", 0, TABLE), new PolicyCleared("/", true, "p"));
        assertThat(key(new Bound("/", "x", TO_QUEUE, "k", TABLE))).isNotEqualTo(key(new Bound("/", "x", TO_EXCHANGE, "k", TABLE)));
    }

    @Test
    void keysAreInAnOrderInWhichThingsCanBeMade() {
        TreeMap<Key, String> sorted = new TreeMap<>();
        WRITTEN.keySet().stream().filter(change -> !ChangeFormat.layout(change).isRemoval())
                .forEach(change -> sorted.put(key(change), change.getClass().getSimpleName()));
        assertThat(sorted.values()).containsExactly("VirtualHostCreated", "VirtualHostLimited", "VirtualHostTraced", "VirtualHostDescribed",
                "GlobalParameterSet", "UserPut", "UserLimited", "Permitted", "TopicsPermitted", "PolicySet", "ParameterSet",
                "HoldingQueueOpened", "ExchangeDeclared", "ExchangeDeclaredBy",
                "QueueDeclared", "QueuePaused", "Bound");
    }

    @Test
    void whatIsNoChangeIsRefused() {
        byte[] good = ChangeFormat.encode(new QueueDeclared("/", 1, "q", true, TABLE));
        for (int length = 0; length < good.length; length++) {
            byte[] cut = Arrays.copyOf(good, length);
            assertThatThrownBy(() -> ChangeFormat.decode(cut)).isInstanceOf(MalformedChangeException.class);
        }
        assertThatThrownBy(() -> ChangeFormat.decode(Arrays.copyOf(good, good.length + 3)))
                .isInstanceOf(MalformedChangeException.class).hasMessageContaining("3 bytes too many");
    }

    @Test
    void aKindOfALaterVersionIsNamed() {
        assertThatThrownBy(() -> ChangeFormat.decode(new byte[] {99, 1, 2}))
                .isInstanceOfSatisfying(MalformedChangeException.class, e -> assertThat(e.in("catalog-00000001.log", 48))
                        .hasMessage("the catalog's file catalog-00000001.log was written by a newer Leveret: "
                                + "it has a change of kind 99, which is not known here"));
    }

    private static void assertSameKey(CatalogChange made, CatalogChange removed) {
        assertThat(key(removed)).isEqualTo(key(made));
    }

    private static Key key(CatalogChange change) {
        return ChangeFormat.layout(change).key(change);
    }
}
