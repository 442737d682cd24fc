package io.leveret.persistence.catalog;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.WireReader;
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
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How changes are written: a byte for the kind, then the fields, those that identify something first. A layout never
 * changes: what needs other fields gets another number. In the log a change is one piece; in a snapshot the identifying
 * part is the key, so that its order is the order in which things can be brought back.
 */
final class ChangeFormat {

    private static final int VIRTUAL_HOST = 10;
    private static final int USER = 20;
    private static final int EXCHANGE = 45;
    private static final int QUEUE = 50;

    private static final Map<Integer, Layout<?>> BY_NUMBER = new HashMap<>();
    private static final Map<Class<?>, Layout<?>> BY_TYPE = new HashMap<>();

    static {
        made(VIRTUAL_HOST, VirtualHostCreated.class,
                (change, out) -> out.text(change.virtualHost()),
                (change, out) -> { },
                change -> List.of(),
                in -> new VirtualHostCreated(in.longText()));
        made(12, VirtualHostLimited.class,
                (change, out) -> out.text(change.virtualHost()),
                (change, out) -> out.number(change.maxConnections()).number(change.maxQueues()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new VirtualHostLimited(in.longText(), (int) in.longLong(), (int) in.longLong()));
        made(14, VirtualHostTraced.class,
                (change, out) -> out.text(change.virtualHost()),
                (change, out) -> out.flag(change.on()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new VirtualHostTraced(in.longText(), flag(in)));
        made(16, VirtualHostDescribed.class,
                (change, out) -> out.text(change.virtualHost()),
                (change, out) -> texts(change.tags(), out.text(change.text())).text(change.defaultQueueType())
                        .flag(change.isProtected()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new VirtualHostDescribed(in.longText(), in.longText(), texts(in), in.longText(), flag(in)));
        made(USER, UserPut.class,
                (change, out) -> out.text(change.user()),
                (change, out) -> tags(change.tags(), out.text(change.hashAlgorithm()).text(change.passwordHash())),
                change -> List.of(),
                in -> new UserPut(in.longText(), in.longText(), in.longText(), tags(in)));
        made(22, UserLimited.class,
                (change, out) -> out.text(change.user()),
                (change, out) -> out.number(change.maxConnections()).number(change.maxChannels()),
                change -> List.of(user(change.user())),
                in -> new UserLimited(in.longText(), (int) in.longLong(), (int) in.longLong()));
        made(30, Permitted.class,
                (change, out) -> out.text(change.user()).text(change.virtualHost()),
                (change, out) -> out.text(change.configure()).text(change.write()).text(change.read()),
                change -> List.of(user(change.user()), virtualHost(change.virtualHost())),
                in -> new Permitted(in.longText(), in.longText(), in.longText(), in.longText(), in.longText()));
        made(32, TopicsPermitted.class,
                (change, out) -> out.text(change.user()).text(change.virtualHost()).text(change.exchange()),
                (change, out) -> out.text(change.write()).text(change.read()),
                change -> List.of(user(change.user()), virtualHost(change.virtualHost())),
                in -> new TopicsPermitted(in.longText(), in.longText(), in.longText(), in.longText(), in.longText()));
        made(35, PolicySet.class,
                (change, out) -> out.text(change.virtualHost()).flag(change.ofOperator()).text(change.name()),
                (change, out) -> out.text(change.pattern()).text(change.appliesTo()).number(change.priority())
                        .table(change.definition()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new PolicySet(in.longText(), flag(in), in.longText(), in.longText(), in.longText(), (int) in.longLong(),
                        in.table()));
        made(37, ParameterSet.class,
                (change, out) -> out.text(change.virtualHost()).text(change.component()).text(change.name()),
                (change, out) -> out.value(change.value()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new ParameterSet(in.longText(), in.longText(), in.longText(), FieldWriter.value(in)));
        made(18, GlobalParameterSet.class,
                (change, out) -> out.text(change.name()),
                (change, out) -> out.value(change.value()),
                change -> List.of(),
                in -> new GlobalParameterSet(in.longText(), FieldWriter.value(in)));
        made(40, HoldingQueueOpened.class,
                (change, out) -> out.text(change.virtualHost()).text(change.exchange()),
                (change, out) -> out.number(change.id()),
                change -> List.of(virtualHost(change.virtualHost()), exchange(change.virtualHost(), change.exchange())),
                in -> holdingQueue(in.longText(), in.longText(), in.longLong()));
        made(EXCHANGE, ExchangeDeclared.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                (change, out) -> out.text(change.type()).flag(change.autoDelete()).flag(change.internal())
                        .table(change.arguments()),
                change -> List.of(virtualHost(change.virtualHost())),
                in -> new ExchangeDeclared(in.longText(), in.longText(), in.longText(), flag(in), flag(in), in.table()));
        made(47, ExchangeDeclaredBy.class,
                (change, out) -> out.text(change.virtualHost()).text(change.exchange()),
                (change, out) -> out.text(change.user()),
                change -> List.of(virtualHost(change.virtualHost()), exchange(change.virtualHost(), change.exchange())),
                in -> new ExchangeDeclaredBy(in.longText(), in.longText(), in.longText()));
        made(QUEUE, QueueDeclared.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                (change, out) -> out.number(change.id()).flag(change.autoDelete()).table(change.arguments()),
                change -> List.of(virtualHost(change.virtualHost())),
                ChangeFormat::queue);
        made(52, QueuePaused.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                (change, out) -> { },
                change -> List.of(virtualHost(change.virtualHost()), queue(change.virtualHost(), change.name())),
                in -> new QueuePaused(in.longText(), in.longText()));
        made(55, Bound.class,
                (change, out) -> binding(change.virtualHost(), change.source(), change.destination(), out)
                        .text(change.key()).table(change.arguments()),
                (change, out) -> { },
                change -> List.of(virtualHost(change.virtualHost()), exchange(change.virtualHost(), change.source()),
                        destination(change.virtualHost(), change.destination())),
                in -> new Bound(in.longText(), in.longText(), destination(in), in.longText(), in.table()));

        removed(VIRTUAL_HOST, VirtualHostDeleted.class,
                (change, out) -> out.text(change.virtualHost()),
                in -> new VirtualHostDeleted(in.longText()));
        removed(USER, UserDeleted.class,
                (change, out) -> out.text(change.user()),
                in -> new UserDeleted(in.longText()));
        removed(30, PermissionsRemoved.class,
                (change, out) -> out.text(change.user()).text(change.virtualHost()),
                in -> new PermissionsRemoved(in.longText(), in.longText()));
        removed(32, TopicPermissionsRemoved.class,
                (change, out) -> out.text(change.user()).text(change.virtualHost()).text(change.exchange()),
                in -> new TopicPermissionsRemoved(in.longText(), in.longText(), in.longText()));
        removed(35, PolicyCleared.class,
                (change, out) -> out.text(change.virtualHost()).flag(change.ofOperator()).text(change.name()),
                in -> new PolicyCleared(in.longText(), flag(in), in.longText()));
        removed(37, ParameterCleared.class,
                (change, out) -> out.text(change.virtualHost()).text(change.component()).text(change.name()),
                in -> new ParameterCleared(in.longText(), in.longText(), in.longText()));
        removed(18, GlobalParameterCleared.class,
                (change, out) -> out.text(change.name()),
                in -> new GlobalParameterCleared(in.longText()));
        removed(EXCHANGE, ExchangeDeleted.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                in -> new ExchangeDeleted(in.longText(), in.longText()));
        add(new Layout<>(Layout.REMOVAL + QUEUE, QueueDeleted.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                (change, out) -> out.number(change.id()),
                change -> List.of(), ChangeFormat::deletedQueue));
        removed(52, QueueResumed.class,
                (change, out) -> out.text(change.virtualHost()).text(change.name()),
                in -> new QueueResumed(in.longText(), in.longText()));
        removed(55, Unbound.class,
                (change, out) -> binding(change.virtualHost(), change.source(), change.destination(), out)
                        .text(change.key()).table(change.arguments()),
                in -> new Unbound(in.longText(), in.longText(), destination(in), in.longText(), in.table()));
    }

    private ChangeFormat() {}

    static byte[] encode(CatalogChange change) {
        return layout(change).encode(change);
    }

    /** @throws MalformedChangeException when it is none, or of a kind that this version does not know */
    static CatalogChange decode(byte[] record) throws MalformedChangeException {
        try {
            WireReader in = new WireReader(record);
            int number = in.unsignedByte();
            Layout<?> layout = BY_NUMBER.get(number);
            if (layout == null) throw MalformedChangeException.unknown(number);
            CatalogChange change = layout.reader().apply(in);
            if (in.remaining() > 0) throw new MalformedChangeException("a change has " + in.remaining() + " bytes too many");
            return change;
        } catch (AmqpException | IllegalArgumentException e) {
            throw new MalformedChangeException("a change cannot be read: " + e.getMessage());
        }
    }

    static CatalogChange decode(Entry entry) throws MalformedChangeException {
        byte[] key = entry.key().bytes();
        byte[] record = new byte[key.length + entry.details().length];
        System.arraycopy(key, 0, record, 0, key.length);
        System.arraycopy(entry.details(), 0, record, key.length, entry.details().length);
        return decode(record);
    }

    static Layout<?> layout(CatalogChange change) {
        return BY_TYPE.get(change.getClass());
    }

    /** What makes the thing of this key, if it is a virtual host. */
    static Optional<CatalogChange> virtualHostOf(Key key) {
        if (key.kind() != VIRTUAL_HOST) return Optional.empty();
        WireReader in = new WireReader(key.bytes());
        in.unsignedByte();
        return Optional.of(new VirtualHostCreated(in.longText()));
    }

    /** Whether the key is that of an exchange that every virtual host has, and no catalog holds. */
    static boolean isBrokersOwn(Key key) {
        if (key.kind() != EXCHANGE) return false;
        WireReader in = new WireReader(key.bytes());
        in.unsignedByte();
        in.longText();
        return in.longText().startsWith("amq.");
    }

    private static <C extends CatalogChange> void made(int number, Class<C> type, BiConsumer<C, FieldWriter> identity,
                                                       BiConsumer<C, FieldWriter> details, Function<C, List<Key>> goesWith,
                                                       Function<WireReader, C> reader) {
        add(new Layout<>(number, type, identity, details, goesWith, reader));
    }

    private static <C extends CatalogChange> void removed(int number, Class<C> type, BiConsumer<C, FieldWriter> identity,
                                                          Function<WireReader, C> reader) {
        add(new Layout<>(Layout.REMOVAL + number, type, identity, (change, out) -> { }, change -> List.of(), reader));
    }

    private static void add(Layout<?> layout) {
        BY_NUMBER.put(layout.number(), layout);
        BY_TYPE.put(layout.type(), layout);
    }

    private static Key virtualHost(String name) {
        return new Key(new FieldWriter().kind(VIRTUAL_HOST).text(name).bytes());
    }

    private static Key user(String name) {
        return new Key(new FieldWriter().kind(USER).text(name).bytes());
    }

    private static Key exchange(String virtualHost, String name) {
        return new Key(new FieldWriter().kind(EXCHANGE).text(virtualHost).text(name).bytes());
    }

    private static Key queue(String virtualHost, String name) {
        return new Key(new FieldWriter().kind(QUEUE).text(virtualHost).text(name).bytes());
    }

    private static Key destination(String virtualHost, Destination destination) {
        return destination.kind() == Destination.Kind.EXCHANGE ? exchange(virtualHost, destination.name())
                : queue(virtualHost, destination.name());
    }

    private static FieldWriter binding(String virtualHost, String source, Destination destination, FieldWriter out) {
        return out.text(virtualHost).text(source).flag(destination.kind() == Destination.Kind.EXCHANGE)
                .text(destination.name());
    }

    private static Destination destination(WireReader in) {
        Destination.Kind kind = flag(in) ? Destination.Kind.EXCHANGE : Destination.Kind.QUEUE;
        return new Destination(kind, in.longText());
    }

    private static HoldingQueueOpened holdingQueue(String virtualHost, String exchange, long id) {
        return new HoldingQueueOpened(virtualHost, id, exchange);
    }

    private static QueueDeclared queue(WireReader in) {
        String virtualHost = in.longText();
        String name = in.longText();
        return new QueueDeclared(virtualHost, in.longLong(), name, flag(in), in.table());
    }

    private static QueueDeleted deletedQueue(WireReader in) {
        String virtualHost = in.longText();
        String name = in.longText();
        return new QueueDeleted(virtualHost, in.longLong(), name);
    }

    private static void tags(Set<String> tags, FieldWriter out) {
        out.number(tags.size());
        for (String tag : new TreeSet<>(tags)) out.text(tag);
    }

    private static FieldWriter texts(List<String> texts, FieldWriter out) {
        out.number(texts.size());
        texts.forEach(out::text);
        return out;
    }

    private static List<String> texts(WireReader in) {
        long count = in.longLong();
        List<String> texts = new ArrayList<>();
        for (long i = 0; i < count; i++) texts.add(in.longText());
        return texts;
    }

    private static Set<String> tags(WireReader in) {
        long count = in.longLong();
        Set<String> tags = new HashSet<>();
        for (long i = 0; i < count; i++) tags.add(in.longText());
        return tags;
    }

    private static boolean flag(WireReader in) {
        return in.unsignedByte() != 0;
    }
}
