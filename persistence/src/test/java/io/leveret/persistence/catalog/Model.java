package io.leveret.persistence.catalog;

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
import io.leveret.engine.store.CatalogChange.VirtualHostDescribed;
import io.leveret.engine.store.CatalogChange.VirtualHostLimited;
import io.leveret.engine.store.CatalogChange.VirtualHostTraced;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Predicate;

/** What a catalog should hold after some changes, found in the simplest way: by looking at everything each time. */
final class Model {

    private final Set<CatalogChange> there = new HashSet<>();
    private long highestQueueId;

    Set<CatalogChange> there() {
        return Set.copyOf(there);
    }

    long highestQueueId() {
        return highestQueueId;
    }

    void apply(CatalogChange change) {
        if (change instanceof VirtualHostDeleted gone) remove(other -> gone.virtualHost().equals(virtualHost(other)));
        else if (change instanceof UserDeleted gone) remove(other -> gone.user().equals(user(other)));
        else if (change instanceof PermissionsRemoved gone) {
            remove(other -> other instanceof Permitted it && it.user().equals(gone.user())
                    && it.virtualHost().equals(gone.virtualHost()));
        } else if (change instanceof TopicPermissionsRemoved gone) {
            remove(other -> other instanceof TopicsPermitted it && it.user().equals(gone.user())
                    && it.virtualHost().equals(gone.virtualHost()) && it.exchange().equals(gone.exchange()));
        } else if (change instanceof PolicyCleared gone) {
            remove(other -> other instanceof PolicySet it && it.virtualHost().equals(gone.virtualHost())
                    && it.ofOperator() == gone.ofOperator() && it.name().equals(gone.name()));
        } else if (change instanceof ParameterCleared gone) {
            remove(other -> other instanceof ParameterSet it && it.virtualHost().equals(gone.virtualHost())
                    && it.component().equals(gone.component()) && it.name().equals(gone.name()));
        } else if (change instanceof GlobalParameterCleared gone) {
            remove(other -> other instanceof GlobalParameterSet it && it.name().equals(gone.name()));
        } else if (change instanceof ExchangeDeleted gone) removeExchange(gone.virtualHost(), gone.name());
        else if (change instanceof QueueDeleted gone) removeQueue(gone.virtualHost(), gone.name());
        else if (change instanceof Unbound gone) {
            there.remove(new Bound(gone.virtualHost(), gone.source(), gone.destination(), gone.key(), gone.arguments()));
        } else put(change);
    }

    private void put(CatalogChange change) {
        if (change instanceof QueueDeclared it) highestQueueId = Math.max(highestQueueId, it.id());
        if (change instanceof HoldingQueueOpened it) highestQueueId = Math.max(highestQueueId, it.id());
        remove(other -> other.getClass() == change.getClass() && isSameThing(other, change));
        there.add(change);
    }

    private static boolean isSameThing(CatalogChange one, CatalogChange other) {
        if (one instanceof UserPut a) return a.user().equals(((UserPut) other).user());
        if (one instanceof UserLimited a) return a.user().equals(((UserLimited) other).user());
        if (one instanceof GlobalParameterSet a) return a.name().equals(((GlobalParameterSet) other).name());
        if (!virtualHost(one).equals(virtualHost(other))) return false;
        if (one instanceof ParameterSet a) {
            return a.component().equals(((ParameterSet) other).component()) && a.name().equals(((ParameterSet) other).name());
        }
        if (one instanceof Permitted a) return a.user().equals(((Permitted) other).user());
        if (one instanceof TopicsPermitted a) {
            return a.user().equals(((TopicsPermitted) other).user()) && a.exchange().equals(((TopicsPermitted) other).exchange());
        }
        if (one instanceof PolicySet a) {
            return a.name().equals(((PolicySet) other).name()) && a.ofOperator() == ((PolicySet) other).ofOperator();
        }
        if (one instanceof HoldingQueueOpened a) return a.exchange().equals(((HoldingQueueOpened) other).exchange());
        if (one instanceof ExchangeDeclared a) return a.name().equals(((ExchangeDeclared) other).name());
        if (one instanceof ExchangeDeclaredBy a) return a.exchange().equals(((ExchangeDeclaredBy) other).exchange());
        if (one instanceof QueueDeclared a) return a.name().equals(((QueueDeclared) other).name());
        return !(one instanceof Bound) || one.equals(other);
    }

    private void removeExchange(String host, String name) {
        remove(other -> other instanceof ExchangeDeclared it && it.virtualHost().equals(host) && it.name().equals(name));
        remove(other -> other instanceof ExchangeDeclaredBy it && it.virtualHost().equals(host) && it.exchange().equals(name));
        remove(other -> other instanceof HoldingQueueOpened it && it.virtualHost().equals(host) && it.exchange().equals(name));
        remove(other -> other instanceof Bound it && it.virtualHost().equals(host) && (it.source().equals(name)
                || it.destination().equals(new Destination(Destination.Kind.EXCHANGE, name))));
    }

    private void removeQueue(String host, String name) {
        remove(other -> other instanceof QueueDeclared it && it.virtualHost().equals(host) && it.name().equals(name));
        remove(other -> other instanceof Bound it && it.virtualHost().equals(host)
                && it.destination().equals(new Destination(Destination.Kind.QUEUE, name)));
    }

    private void remove(Predicate<CatalogChange> concerned) {
        there.removeIf(concerned);
    }

    /** Empty for what is in none. */
    private static String virtualHost(CatalogChange change) {
        if (change instanceof VirtualHostCreated it) return it.virtualHost();
        if (change instanceof VirtualHostLimited it) return it.virtualHost();
        if (change instanceof VirtualHostTraced it) return it.virtualHost();
        if (change instanceof VirtualHostDescribed it) return it.virtualHost();
        if (change instanceof Permitted it) return it.virtualHost();
        if (change instanceof TopicsPermitted it) return it.virtualHost();
        if (change instanceof PolicySet it) return it.virtualHost();
        if (change instanceof ParameterSet it) return it.virtualHost();
        if (change instanceof ExchangeDeclared it) return it.virtualHost();
        if (change instanceof ExchangeDeclaredBy it) return it.virtualHost();
        if (change instanceof HoldingQueueOpened it) return it.virtualHost();
        if (change instanceof QueueDeclared it) return it.virtualHost();
        if (change instanceof Bound it) return it.virtualHost();
        return "";
    }

    private static String user(CatalogChange change) {
        if (change instanceof UserPut it) return it.user();
        if (change instanceof UserLimited it) return it.user();
        if (change instanceof Permitted it) return it.user();
        if (change instanceof TopicsPermitted it) return it.user();
        return "";
    }
}
