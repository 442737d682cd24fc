package io.leveret.engine.exchange;

import io.leveret.engine.message.Message;

import java.util.List;

/** Matches a message one of whose keys fits the pattern that is the binding key. */
final class TopicRouter implements Router {
    private final TopicTrie trie = new TopicTrie();

    @Override public void bind(Binding binding) {
        trie.add(binding.key(), binding.destination());
    }

    @Override public void unbind(Binding binding) {
        trie.remove(binding.key(), binding.destination());
    }

    @Override public void route(Message message, Matches<?> matches) {
        TopicWalk walk = matches.topicWalk();
        walk.walk(trie, message.routingKey(), matches);
        List<String> furtherKeys = message.furtherKeys();
        for (int i = 0; i < furtherKeys.size(); i++) walk.walk(trie, furtherKeys.get(i), matches);
    }
}
