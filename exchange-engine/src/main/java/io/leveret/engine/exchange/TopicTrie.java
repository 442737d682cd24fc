package io.leveret.engine.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Topic patterns word by word: {@code *} stands for one word, {@code #} for any number, even none. Wildcards in a row match
 * the same in any order, and a second {@code #} adds nothing; so {@code #.*.#} is filed as {@code *.#}, and below a {@code #}
 * there is never another wildcard. One thread changes a trie, any number walk through it meanwhile.
 */
final class TopicTrie {
    private static final String ONE_WORD = "*";
    private static final String ANY_WORDS = "#";

    private final Node root = new Node();

    Node root() {
        return root;
    }

    void add(String pattern, Destination destination) {
        Node node = root;
        for (String word : words(pattern)) node = node.childFor(word);
        node.destinations = node.destinations.with(destination);
    }

    void remove(String pattern, Destination destination) {
        remove(root, words(pattern), destination);
    }

    /** Whether the node has become useless. */
    private static boolean remove(Node node, List<String> words, Destination destination) {
        if (words.isEmpty()) {
            node.destinations = node.destinations.without(destination);
        } else {
            Node child = node.child(words.get(0));
            if (child != null && remove(child, words.subList(1, words.size()), destination)) node.drop(words.get(0));
        }
        return node.isEmpty();
    }

    private static List<String> words(String pattern) {
        List<String> words = new ArrayList<>();
        boolean anyWords = false;
        for (String word : split(pattern)) {
            if (word.equals(ANY_WORDS)) {
                anyWords = true;
                continue;
            }
            if (anyWords && !word.equals(ONE_WORD)) {
                words.add(ANY_WORDS);
                anyWords = false;
            }
            words.add(word);
        }
        if (anyWords) words.add(ANY_WORDS);
        return words;
    }

    /** How many of the pattern's words stand for any number of words. */
    static int countAnyWords(String pattern) {
        int count = 0;
        for (String word : split(pattern)) {
            if (word.equals(ANY_WORDS)) count++;
        }
        return count;
    }

    /** The empty pattern has no words; any other one more than it has dots. */
    static String[] split(String pattern) {
        return pattern.isEmpty() ? new String[0] : pattern.split("\\" + Word.SEPARATOR, -1);
    }

    /** A place in the trie. Children are created when needed: most nodes have none, or one kind only. */
    static final class Node {
        private volatile Destinations destinations = Destinations.NONE;
        private volatile Node oneWord;
        private volatile Node anyWords;
        private volatile Map<Word, Node> literals;

        Destinations destinations() {
            return destinations;
        }

        /** Where any one word leads; null if nowhere. */
        Node oneWord() {
            return oneWord;
        }

        /** Where any number of words lead; null if nowhere. */
        Node anyWords() {
            return anyWords;
        }

        /** Where exactly this word leads; null if nowhere. */
        Node literal(Word word) {
            Map<Word, Node> children = literals;
            return children == null ? null : children.get(word);
        }

        boolean isEmpty() {
            return destinations.isEmpty() && oneWord == null && anyWords == null && literals == null;
        }

        private Node child(String word) {
            return switch (word) {
                case ONE_WORD -> oneWord;
                case ANY_WORDS -> anyWords;
                default -> literal(new Word(word));
            };
        }

        private Node childFor(String word) {
            Node child = child(word);
            if (child != null) return child;
            Node added = new Node();
            switch (word) {
                case ONE_WORD -> oneWord = added;
                case ANY_WORDS -> anyWords = added;
                default -> {
                    if (literals == null) literals = new ConcurrentHashMap<>(1);
                    literals.put(new Word(word), added);
                }
            }
            return added;
        }

        private void drop(String word) {
            switch (word) {
                case ONE_WORD -> oneWord = null;
                case ANY_WORDS -> anyWords = null;
                default -> {
                    literals.remove(new Word(word));
                    if (literals.isEmpty()) literals = null;
                }
            }
        }
    }
}
