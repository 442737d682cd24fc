package io.leveret.engine.store;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.List;
import java.util.Set;

/** A change of what exists and outlives a restart. Only durable entities are told about. */
public sealed interface CatalogChange {

    record VirtualHostCreated(String virtualHost) implements CatalogChange {
    }

    /** With all that it held, and the permissions in it. */
    record VirtualHostDeleted(String virtualHost) implements CatalogChange {
    }

    /** Less than 0 for no limit. */
    record VirtualHostLimited(String virtualHost, int maxConnections, int maxQueues) implements CatalogChange {
    }

    /** What is published and delivered is copied for the operator to see, or no longer. */
    record VirtualHostTraced(String virtualHost, boolean on) implements CatalogChange {
    }

    /** What people say of it, and the type of its queues that say none. */
    record VirtualHostDescribed(String virtualHost, String text, List<String> tags, String defaultQueueType, boolean isProtected)
            implements CatalogChange {
        public VirtualHostDescribed {
            tags = List.copyOf(tags);
        }
    }

    /** A new user, or another password or other tags for one that there was. */
    record UserPut(String user, String hashAlgorithm, String passwordHash, Set<String> tags) implements CatalogChange {
        /** Never the hash: it would end up in logs. */
        @Override
        public String toString() {
            return "UserPut[user=" + user + ", tags=" + tags + "]";
        }
    }

    /** With all permissions. */
    record UserDeleted(String user) implements CatalogChange {
    }

    /** Less than 0 for no limit. */
    record UserLimited(String user, int maxConnections, int maxChannels) implements CatalogChange {
    }

    record Permitted(String user, String virtualHost, String configure, String write, String read)
            implements CatalogChange {
    }

    record PermissionsRemoved(String user, String virtualHost) implements CatalogChange {
    }

    record TopicsPermitted(String user, String virtualHost, String exchange, String write, String read)
            implements CatalogChange {
    }

    record TopicPermissionsRemoved(String user, String virtualHost, String exchange) implements CatalogChange {
    }

    record ExchangeDeclared(String virtualHost, String name, String type, boolean autoDelete, boolean internal,
                            FieldTable arguments) implements CatalogChange {
    }

    /** Who declared an exchange; goes with it, and is missing where that was nobody in particular. */
    record ExchangeDeclaredBy(String virtualHost, String exchange, String user) implements CatalogChange {
    }

    record ExchangeDeleted(String virtualHost, String name) implements CatalogChange {
    }

    /** An exchange that delays messages was given a queue to hold them, which goes with it. */
    record HoldingQueueOpened(String virtualHost, long id, String exchange) implements CatalogChange {
    }

    record QueueDeclared(String virtualHost, long id, String name, boolean autoDelete, FieldTable arguments)
            implements CatalogChange {
    }

    record QueueDeleted(String virtualHost, long id, String name) implements CatalogChange {
    }

    /** It hands out nothing. */
    record QueuePaused(String virtualHost, String name) implements CatalogChange {
    }

    record QueueResumed(String virtualHost, String name) implements CatalogChange {
    }

    record Bound(String virtualHost, String source, Destination destination, String key, FieldTable arguments)
            implements CatalogChange {
    }

    record Unbound(String virtualHost, String source, Destination destination, String key, FieldTable arguments)
            implements CatalogChange {
    }

    /** @param ofOperator whether it is the operator's, which users cannot loosen */
    record PolicySet(String virtualHost, boolean ofOperator, String name, String pattern, String appliesTo, int priority,
                     FieldTable definition) implements CatalogChange {
    }

    /** @param value anything that JSON can say */
    record ParameterSet(String virtualHost, String component, String name, FieldValue value) implements CatalogChange {
    }

    record ParameterCleared(String virtualHost, String component, String name) implements CatalogChange {
    }

    /** Of no virtual host. */
    record GlobalParameterSet(String name, FieldValue value) implements CatalogChange {
    }

    record GlobalParameterCleared(String name) implements CatalogChange {
    }

    record PolicyCleared(String virtualHost, boolean ofOperator, String name) implements CatalogChange {
    }

    /** A queue or an exchange that a binding leads to. */
    record Destination(Kind kind, String name) {
        public enum Kind { QUEUE, EXCHANGE }
    }
}
