package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.engine.message.Message;

import java.util.List;

/**
 * Matches a message one of whose keys fits the pattern that is the binding key.
 *
 * <p>A pattern with up to two {@code #} costs about what it matches. One with more may keep many places open for every word of
 * a key, so of those an exchange takes only so many: RabbitMQ 4.3 takes none.
 */
final class TopicRouter implements Router {
    private static final int CHEAP = 2;
    /** The {@code #} of all costly patterns together. */
    private static final int MOST_COSTLY = 1000;

    private final TopicTrie trie = new TopicTrie();
    /** Changed under the virtual host's lock, as the bindings are. */
    private int costly;

    @Override public void bind(Binding binding) {
        int cost = cost(binding.key());
        if (costly + cost > MOST_COSTLY) {
            throw new AmqpException(PRECONDITION_FAILED, "Topic binding key '" + binding.key() + "' uses " + cost
                    + " '#' wildcards, at most " + CHEAP + " are allowed");
        }
        costly += cost;
        trie.add(binding.key(), binding.destination());
    }

    @Override public void unbind(Binding binding) {
        costly -= cost(binding.key());
        trie.remove(binding.key(), binding.destination());
    }

    private static int cost(String pattern) {
        int wildcards = TopicTrie.countAnyWords(pattern);
        return wildcards > CHEAP ? wildcards : 0;
    }

    @Override public void route(Message message, Matches<?> matches) {
        TopicWalk walk = matches.topicWalk();
        walk.walk(trie, message.routingKey(), matches);
        List<String> furtherKeys = message.furtherKeys();
        for (int i = 0; i < furtherKeys.size(); i++) walk.walk(trie, furtherKeys.get(i), matches);
    }
}
