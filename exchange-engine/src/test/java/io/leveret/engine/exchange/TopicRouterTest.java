package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.copies;
import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TopicRouterTest {
    private final NamedQueue queue = new NamedQueue("queue");

    @Test
    void takesWordsLiterally() {
        assertThat(matches("stock.nyse", "stock.nyse")).isTrue();
        assertThat(matches("stock.nyse", "stock.nyse.ibm")).isFalse();
        assertThat(matches("stock.nyse.ibm", "stock.nyse")).isFalse();
        assertThat(matches("stock.n*", "stock.nyse")).isFalse();
        assertThat(matches("stock.#x", "stock.#x")).isTrue();
    }

    @Test
    void letsAStarStandForExactlyOneWord() {
        assertThat(matches("*", "one")).isTrue();
        assertThat(matches("*", "")).isFalse();
        assertThat(matches("*", "one.two")).isFalse();
        assertThat(matches("*.two", "one.two")).isTrue();
        assertThat(matches("one.*", "one.")).isTrue();
    }

    @Test
    void letsAHashStandForAnyNumberOfWords() {
        assertThat(matches("#", "")).isTrue();
        assertThat(matches("#", "one.two.three")).isTrue();
        assertThat(matches("one.#", "one")).isTrue();
        assertThat(matches("one.#", "one.two.three")).isTrue();
        assertThat(matches("one.#", "two")).isFalse();
        assertThat(matches("#.two", "two")).isTrue();
        assertThat(matches("#.two", "one.two.one.two")).isTrue();
        assertThat(matches("#.two", "one.two.one")).isFalse();
        assertThat(matches("#.two.#.three.#", "two.two.x.three")).isTrue();
    }

    @Test
    void takesOnlySoManyPatternsThatCanBeMatchedInManyWays() {
        Exchange exchange = exchange(ExchangeType.TOPIC);
        String costly = "#.a.#.b.#.c.#.d.#.e.#.f.#.g.#.h.#.i.#";
        List<Binding> bound = new ArrayList<>();
        for (int i = 0; i < 100; i++) bound.add(binding(queue, costly + "." + i));
        bound.forEach(exchange::bind);
        Binding oneTooMany = binding(queue, "#.x.#.y.#");
        assertThatThrownBy(() -> exchange.bind(oneTooMany)).hasMessageContaining(
                "Topic binding key '#.x.#.y.#' uses 3 '#' wildcards, at most 2 are allowed");
        exchange.bind(binding(queue, "#.x.#"));
        exchange.unbind(bound.get(0));
        assertThat(exchange.bind(oneTooMany)).isTrue();
    }

    @Test
    void countsEmptyWordsButSeesNoneInTheEmptyKey() {
        assertThat(matches("", "")).isTrue();
        assertThat(matches("", "one")).isFalse();
        assertThat(matches("a..b", "a..b")).isTrue();
        assertThat(matches("a.*.b", "a..b")).isTrue();
        assertThat(matches("a.b", "a..b")).isFalse();
        assertThat(matches("*.*", ".")).isTrue();
        assertThat(matches("*", ".")).isFalse();
    }

    @Test
    void doesNotCareInWhichOrderWildcardsFollowEachOther() {
        for (String pattern : List.of("#.*", "*.#", "#.*.#", "*.#.#")) {
            assertThat(matches(pattern, "")).isFalse();
            assertThat(matches(pattern, "one")).isTrue();
            assertThat(matches(pattern, "one.two.three")).isTrue();
        }
    }

    @Test
    void tellsPatternsApartThatMatchTheSame() {
        Exchange topic = exchange(ExchangeType.TOPIC);
        topic.bind(binding(queue, "#.*"));
        topic.bind(binding(queue, "*.#"));
        assertThat(topic.bindingCount()).isEqualTo(2);

        topic.unbind(binding(queue, "#.*"));
        assertThat(route(topic, message("one"))).containsExactly(queue);

        topic.unbind(binding(queue, "*.#"));
        assertThat(route(topic, message("one"))).isEmpty();
    }

    @Test
    void routesByCopiesToo() {
        Exchange topic = exchange(ExchangeType.TOPIC);
        topic.bind(binding(queue, "a.#"));

        assertThat(route(topic, message("x", copies("CC", "y", "a.b")))).containsExactly(queue);
    }

    @Test
    void tellsWordsApartThatHaveTheSameHash() {
        assertThat("AaAa").hasSameHashCodeAs("BBBB");
        assertThat(matches("AaAa", "BBBB")).isFalse();
        assertThat(matches("x.AaBB", "x.BBAa")).isFalse();
        assertThat(matches("x.AaBB", "x.AaBB")).isTrue();
    }

    @Test
    @Timeout(value = 60, unit = SECONDS)
    void staysCheapWhateverTheyThinkUp() {
        Exchange topic = exchange(ExchangeType.TOPIC);
        String key = "a.".repeat(127) + "b"; // as many words as a short string holds
        topic.bind(binding(queue, "#.#.#.#.#.c"));
        topic.bind(binding(queue, "#.a".repeat(60).substring(1) + ".c"));
        topic.bind(binding(queue, "#.a.*".repeat(40) + ".c"));
        topic.bind(binding(queue, "#.*".repeat(60) + ".c"));
        for (int i = 0; i < 1000; i++) topic.bind(binding(queue, "#.a.#.a." + "*.".repeat(i % 60) + i));

        for (int i = 0; i < 1000; i++) assertThat(route(topic, message(key))).isEmpty();
    }

    @Test
    @Timeout(value = 60, unit = SECONDS)
    void findsAmongWordsThatAllCollide() {
        Exchange topic = exchange(ExchangeType.TOPIC);
        List<String> words = new ArrayList<>(List.of(""));
        for (int bit = 0; bit < 15; bit++) {
            List<String> longer = new ArrayList<>();
            for (String word : words) longer.addAll(List.of(word + "Aa", word + "BB"));
            words = longer;
        }
        for (String word : words) topic.bind(binding(queue, word));

        for (String word : words) assertThat(route(topic, message(word))).hasSize(1);
        for (String word : words) topic.unbind(binding(queue, word));
        assertThat(route(topic, message(words.get(0)))).isEmpty();
    }

    @Test
    void findsEachOfManyWordsWhileOthersComeAndGo() {
        Exchange topic = exchange(ExchangeType.TOPIC);
        Random random = new Random(1);
        Set<Integer> bound = new HashSet<>();
        for (int share : new int[] {90, 1, 50, 0}) { // in a hundred changes, so that it grows and shrinks
            for (int i = 0; i < 20_000; i++) {
                int word = random.nextInt(6000);
                boolean bind = random.nextInt(100) < share;
                if (bind && bound.add(word)) topic.bind(binding(queue, "word." + word));
                if (!bind && bound.remove(word)) topic.unbind(binding(queue, "word." + word));
            }
            for (int word = 0; word < 6000; word++) {
                assertThat(route(topic, message("word." + word))).hasSize(bound.contains(word) ? 1 : 0);
            }
        }
    }

    @Test
    void keepsNoPlaceForPatternsThatAreGone() {
        TopicTrie trie = new TopicTrie();
        List<String> patterns = List.of("", "#", "a.b.c", "a.b", "a.*.c", "#.b.#", "*.*", "a.b.c");
        for (String pattern : patterns) trie.add(pattern, queue);
        assertThat(trie.root().isEmpty()).isFalse();

        for (String pattern : patterns) trie.remove(pattern, queue);
        assertThat(trie.root().isEmpty()).isTrue();
    }

    private boolean matches(String pattern, String key) {
        Exchange topic = exchange(ExchangeType.TOPIC);
        topic.bind(binding(queue, pattern));
        return !route(topic, message(key)).isEmpty();
    }
}
