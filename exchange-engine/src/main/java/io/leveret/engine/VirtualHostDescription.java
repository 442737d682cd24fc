package io.leveret.engine;

import java.util.List;

/**
 * What people say of a virtual host.
 *
 * @param defaultQueueType that of durable queues whose declaration says nothing of it
 * @param isProtected      not to be deleted through the API
 */
public record VirtualHostDescription(String text, List<String> tags, String defaultQueueType, boolean isProtected) {

    public static final VirtualHostDescription NONE = new VirtualHostDescription("", List.of(), "classic", false);

    public VirtualHostDescription {
        tags = List.copyOf(tags);
    }

    public VirtualHostDescription withProtection(boolean on) {
        return new VirtualHostDescription(text, tags, defaultQueueType, on);
    }
}
