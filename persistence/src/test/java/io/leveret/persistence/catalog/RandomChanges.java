package io.leveret.persistence.catalog;

import io.leveret.codec.value.FieldTable;
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
import io.leveret.engine.store.CatalogChange.TopicPermissionsRemoved;
import io.leveret.engine.store.CatalogChange.TopicsPermitted;
import io.leveret.engine.store.CatalogChange.Unbound;
import io.leveret.engine.store.CatalogChange.UserDeleted;
import io.leveret.engine.store.CatalogChange.UserLimited;
import io.leveret.engine.store.CatalogChange.UserPut;
import io.leveret.engine.store.CatalogChange.VirtualHostCreated;
import io.leveret.engine.store.CatalogChange.VirtualHostDeleted;
import io.leveret.engine.store.CatalogChange.VirtualHostLimited;
import io.leveret.engine.store.CatalogChange.VirtualHostTraced;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Changes as an engine might make them, with few names, so that they often concern the same things. */
final class RandomChanges {

    private final Random random;
    private long queueIds;

    RandomChanges(long seed) {
        random = new Random(seed);
    }

    /** One, or two that belong together. */
    List<CatalogChange> next() {
        String host = name("host");
        String user = name("user");
        return switch (random.nextInt(34)) {
            case 0 -> List.of(new VirtualHostCreated(host));
            case 1 -> List.of(new VirtualHostLimited(host, number(), number()));
            case 2 -> List.of(new VirtualHostTraced(host, random.nextBoolean()));
            case 3 -> List.of(new UserPut(user, "algorithm", "hash" + number(), Set.of("tag" + number(), "administrator")));
            case 4 -> List.of(new UserLimited(user, number(), number()));
            case 5 -> List.of(new Permitted(user, host, "c" + number(), "w", "r"));
            case 6 -> List.of(new TopicsPermitted(user, host, name("x"), "w" + number(), "r"));
            case 7 -> List.of(policy(host));
            case 8, 9 -> List.of(new HoldingQueueOpened(host, ++queueIds, "x1"), exchange(host, "x1"));
            case 10, 11 -> List.of(exchange(host, name("x")));
            case 12, 13 -> List.of(exchange(host, "x2"), new ExchangeDeclaredBy(host, "x2", name("declarer")));
            case 14, 15, 16, 17 -> List.of(new QueueDeclared(host, ++queueIds, name("q"), random.nextBoolean(), arguments()));
            case 18, 19, 20, 21 -> List.of(new Bound(host, name("x"), destination(), "key" + number(), arguments()));
            case 22 -> List.of(new Unbound(host, name("x"), destination(), "key" + number(), arguments()));
            case 23 -> List.of(new QueueDeleted(host, number(), name("q")));
            case 24 -> List.of(new ExchangeDeleted(host, name("x")));
            case 25 -> List.of(new PolicyCleared(host, random.nextBoolean(), name("policy")));
            case 26 -> List.of(new TopicPermissionsRemoved(user, host, name("x")));
            case 27 -> List.of(new PermissionsRemoved(user, host));
            case 28 -> List.of(random.nextInt(3) == 0 ? new UserDeleted(user) : new UserLimited(user, number(), -1));
            case 29 -> List.of(new ParameterSet(host, name("component"), name("p"), FieldValue.longInt(number())));
            case 30 -> List.of(new ParameterCleared(host, name("component"), name("p")));
            case 31 -> List.of(new GlobalParameterSet(name("g"), FieldValue.table(arguments())));
            case 32 -> List.of(new GlobalParameterCleared(name("g")));
            default -> List.of(random.nextInt(4) == 0 ? new VirtualHostDeleted(host) : new VirtualHostCreated(host));
        };
    }

    private PolicySet policy(String host) {
        return new PolicySet(host, random.nextBoolean(), name("policy"), "^" + number(), "all", number(), arguments());
    }

    private ExchangeDeclared exchange(String host, String name) {
        return new ExchangeDeclared(host, name, "type" + number(), random.nextBoolean(), random.nextBoolean(), arguments());
    }

    private Destination destination() {
        return random.nextBoolean() ? new Destination(Destination.Kind.QUEUE, name("q"))
                : new Destination(Destination.Kind.EXCHANGE, name("x"));
    }

    private FieldTable arguments() {
        if (random.nextInt(3) == 0) return FieldTable.EMPTY;
        return FieldTable.builder().put("number", FieldValue.longInt(number()))
                .put("filling", "-".repeat(random.nextInt(40))).build();
    }

    private String name(String kind) {
        return kind + random.nextInt(3);
    }

    private int number() {
        return random.nextInt(3);
    }
}
