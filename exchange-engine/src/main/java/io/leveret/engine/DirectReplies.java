package io.leveret.engine;

import io.leveret.engine.message.Message;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Direct reply-to: replies that go straight to the channel of whoever asked, past all queues. A requester gets a name
 * that nobody can guess; a message to the default exchange with that name as routing key is a reply. Callable from any
 * thread.
 */
public final class DirectReplies {

    /** The queue name that a requester consumes from, and puts into {@code reply-to}. */
    public static final String PSEUDO_QUEUE = "amq.rabbitmq.reply-to";

    private static final String PREFIX = PSEUDO_QUEUE + ".";
    private static final int RANDOM_BYTES = 18;

    private final SecureRandom random = new SecureRandom();
    private final Map<String, Consumer<Message>> requesters = new ConcurrentHashMap<>();

    /**
     * @param requester takes the replies, on the replier's loop
     * @return the name to answer to
     */
    public String register(Consumer<Message> requester) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        String name = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        requesters.put(name, requester);
        return name;
    }

    public void remove(String name) {
        requesters.remove(name);
    }

    /** Whether the name has the form of a reply's address, though the requester may be gone. */
    public static boolean isReplyName(String name) {
        return name.startsWith(PREFIX);
    }

    /** The way to the requester, as long as it lives. */
    public Optional<Consumer<Message>> find(String name) {
        return Optional.ofNullable(requesters.get(name));
    }
}
