package io.leveret.engine.queue;

/**
 * What a queue with a feature has to know of a message whose properties are not in the heap.
 *
 * @param priority     as far as the queue has priorities
 * @param group        null unless the queue has message groups and the message is in one
 * @param duplicateKey null unless the queue refuses duplicates and the message has a key
 */
record Traits(int priority, String group, String duplicateKey) {

    static final Traits NONE = new Traits(0, null, null);

    Traits withDuplicateKey(String key) {
        return key == null ? this : new Traits(priority, group, key);
    }
}
