package io.leveret.engine.exchange;

import java.util.Arrays;

/**
 * One key's way through a trie, in all directions at once: a step takes every place reached so far one word further. A node is
 * reached at most once per word, so a key of any make costs words times nodes at the very worst, and in practice little more
 * than its matches. Reused from message to message, on one loop.
 */
final class TopicWalk {
    private static final int KEPT = 64;

    private final Word word = new Word();
    private Places here = new Places();
    private Places next = new Places();
    /** The {@code #} nodes reached. They may swallow every word to come, so once reached they stay. */
    private final Distinct open = new Distinct();

    void walk(TopicTrie trie, String key, Matches<?> matches) {
        arriveAt(trie.root(), matches);
        int end = key.isEmpty() ? 0 : -1; // the empty key has no words
        while (end < key.length() && (next.size > 0 || open.size() > 0)) {
            end = word.moveTo(key, end + 1);
            step(matches);
        }
        for (int i = 0; i < next.size; i++) matches.addAll(next.nodes[i].destinations());
        forget();
    }

    private void step(Matches<?> matches) {
        Places before = next;
        next = here;
        here = before;
        next.size = 0;
        int opened = open.size(); // those opened by this word begin with the next
        for (int i = 0; i < here.size; i++) {
            TopicTrie.Node node = here.nodes[i];
            arriveAt(node.literal(word), matches);
            arriveAt(node.oneWord(), matches);
        }
        for (int i = 0; i < opened; i++) {
            arriveAt(((TopicTrie.Node) open.get(i)).literal(word), matches);
        }
    }

    private void arriveAt(TopicTrie.Node node, Matches<?> matches) {
        if (node == null) return;
        next.add(node);
        TopicTrie.Node anyWords = node.anyWords();
        // Whatever the words to come, a # takes them all: its destinations are matches already.
        if (anyWords != null && open.add(anyWords)) matches.addAll(anyWords.destinations());
    }

    /** A walk must not keep a deleted exchange in memory. */
    private void forget() {
        word.forget();
        here.clear();
        next.clear();
        open.clear();
    }

    /** A list of nodes without a list's ceremony. */
    private static final class Places {
        private TopicTrie.Node[] nodes = new TopicTrie.Node[8];
        private int size;

        void add(TopicTrie.Node node) {
            if (size == nodes.length) nodes = Arrays.copyOf(nodes, size * 2);
            nodes[size++] = node;
        }

        void clear() {
            if (nodes.length > KEPT) {
                nodes = new TopicTrie.Node[8];
            } else {
                Arrays.fill(nodes, null);
            }
            size = 0;
        }
    }
}
