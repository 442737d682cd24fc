package io.leveret.engine.store;

import io.leveret.codec.value.FieldTable;

/** A change of what exists and outlives a restart. Only durable entities are told about. */
public sealed interface CatalogChange {

    /** The virtual host it belongs to. */
    String virtualHost();

    record ExchangeDeclared(String virtualHost, String name, String type, boolean autoDelete, boolean internal,
                            FieldTable arguments) implements CatalogChange {
    }

    record ExchangeDeleted(String virtualHost, String name) implements CatalogChange {
    }

    record QueueDeclared(String virtualHost, long id, String name, boolean autoDelete, FieldTable arguments)
            implements CatalogChange {
    }

    record QueueDeleted(String virtualHost, long id, String name) implements CatalogChange {
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

    record PolicyCleared(String virtualHost, boolean ofOperator, String name) implements CatalogChange {
    }

    /** A queue or an exchange that a binding leads to. */
    record Destination(Kind kind, String name) {
        public enum Kind { QUEUE, EXCHANGE }
    }
}
