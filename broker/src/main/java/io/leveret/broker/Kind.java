package io.leveret.broker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import com.sun.management.OperatingSystemMXBean;
import io.leveret.broker.amqp.TrustedSources;
import io.leveret.codec.value.WireString;
import io.leveret.persistence.journal.SyncPolicy;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What a setting may hold: {@code label} stands for it in the help, {@code expected} completes "must be …", and
 * {@code parser} throws {@link IllegalArgumentException} on anything else.
 */
record Kind<T>(String label, String expected, Function<String, T> parser, boolean isList) {

    private static final String NUMBER = "NUMBER";
    private static final String BOOLEAN = "BOOLEAN";
    private static final String KEY = "value";
    private static final Pattern TIMES_MEMORY = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)\\s*x\\s*memory");

    static Kind<String> text() {
        return new Kind<>("TEXT", "some text", text -> check(text, !text.isBlank()), false);
    }

    /** Nothing for none. */
    static Kind<Optional<Path>> optionalPath() {
        return new Kind<>("FILE", "a path, or empty", text -> text.isBlank() ? Optional.empty() : Optional.of(Path.of(text)), false);
    }

    /** Nothing for none. */
    static Kind<Optional<String>> optionalText() {
        return new Kind<>("TEXT", "some text, or empty", text -> Optional.of(text).filter(given -> !given.isBlank()), false);
    }

    /** Where there need not be a listener. */
    static Kind<Optional<Endpoint>> optionalEndpoint() {
        return new Kind<>("PORT", "none, a port from 0 to 65535, or an address with a port", text -> {
            if (text.equals("none")) return Optional.empty();
            int colon = text.lastIndexOf(':');
            Optional<String> host = Optional.of(text.substring(0, Math.max(colon, 0))).filter(given -> colon >= 0);
            check(text, host.filter(String::isBlank).isEmpty());
            return Optional.of(new Endpoint(host, inRange(Integer.valueOf(text.substring(colon + 1)), 0, 65_535)));
        }, false);
    }

    /** Some of what there is, in the order in which they are named. */
    static Kind<List<String>> someOf(List<String> choices) {
        return new Kind<>("NAMES", "a list of some of " + String.join(", ", choices), text -> {
            List<String> chosen = Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).distinct().toList();
            return check(chosen, !chosen.isEmpty() && choices.containsAll(chosen));
        }, true);
    }

    /** In their order; none for nothing. */
    static Kind<List<String>> texts() {
        return new Kind<>("NAMES", "a list of names", text -> Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList(), true);
    }

    /** "10.0.0.7", "10.0.0.0/8"; at least one. */
    static Kind<List<String>> networks() {
        return new Kind<>("NAMES", "a list of addresses and networks, such as 10.0.0.7, 10.0.0.0/8", text -> {
            List<String> networks = Arrays.stream(text.split(",")).map(String::strip).filter(name -> !name.isEmpty()).toList();
            TrustedSources.of(networks);
            return check(networks, !networks.isEmpty());
        }, true);
    }

    /** "a.pem a-key.pem", with a space between; none for nothing. */
    static Kind<List<List<Path>>> filePairs() {
        return new Kind<>("FILES", "a list of pairs of files, with a space between the two", text -> Arrays.stream(text.split(","))
                .map(String::strip).filter(pair -> !pair.isEmpty()).map(pair -> {
                    List<Path> files = Arrays.stream(pair.split("\\s+")).map(Path::of).toList();
                    return check(files, files.size() == 2);
                }).toList(), true);
    }

    /** As long as a name may be on the wire. */
    static Kind<String> name() {
        return new Kind<>("TEXT", "a name of up to " + WireString.LONGEST_SHORT_STRING + " bytes", text ->
                check(text, !text.isBlank() && WireString.encodedLength(text) <= WireString.LONGEST_SHORT_STRING), false);
    }

    static Kind<Path> path() {
        return new Kind<>("PATH", "a path", text -> check(Path.of(text), !text.isBlank()), false);
    }

    static Kind<Integer> wholeNumber(int min, int max) {
        return new Kind<>(NUMBER, "a whole number from " + min + " to " + max,
                text -> inRange(Integer.valueOf(text), min, max), false);
    }

    static Kind<Boolean> bool() {
        return new Kind<>(BOOLEAN, "true or false",
                text -> check(Boolean.valueOf(text), text.equals("true") || text.equals("false")), false);
    }

    /** Nothing, or a slash and what may stand in a URL. */
    static Kind<String> pathPrefix() {
        return new Kind<>("PATH", "empty, or a path such as /rabbit", text -> check(text, text.matches("(/[\\w.~-]+)*")), false);
    }

    /** "16 MiB", "64k"; a bare number counts bytes. */
    static Kind<Long> size(String min, String max) {
        return new Kind<>("SIZE", "a size from " + min + " to " + max,
                text -> inRange(bytes(text), bytes(min), bytes(max)), false);
    }

    /** "2 GiB", or "1.5 x memory", which is all that the machine, or the container, has. */
    static Kind<Long> diskRoom(String max) {
        return new Kind<>("SIZE", "a size up to " + max + ", or so many times the memory: \"1.5 x memory\"", text -> {
            Matcher times = TIMES_MEMORY.matcher(text);
            if (!times.matches()) return inRange(bytes(text), 0L, bytes(max));
            return inRange((long) (Double.parseDouble(times.group(1)) * machineMemory()), 0L, bytes(max));
        }, false);
    }

    private static long machineMemory() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }

    /** "40%" of what the heap may grow to, or a size, which may be as large as the largest share. */
    static Kind<Long> heap(int minPercent, int maxPercent) {
        String expected = "a share of the heap from " + minPercent + "% to " + maxPercent + "%, or a size from 1 MiB to that";
        return new Kind<>("SIZE", expected, text -> {
            if (!text.endsWith("%")) return inRange(bytes(text), bytes("1 MiB"), percentOfHeap(maxPercent));
            return percentOfHeap(inRange(Integer.valueOf(text.substring(0, text.length() - 1).strip()), minPercent, maxPercent));
        }, false);
    }

    private static Long percentOfHeap(int percent) {
        return Runtime.getRuntime().maxMemory() / 100 * percent;
    }

    /** "30 s", "500 ms"; a bare number counts seconds. */
    static Kind<Duration> duration(String min, String max) {
        return new Kind<>("TIME", "a time from " + min + " to " + max,
                text -> inRange(time(text), time(min), time(max)), false);
    }

    static Kind<Duration> wholeSeconds(int max) {
        return new Kind<>("TIME", "whole seconds from 0 to " + max, text -> {
            Duration time = inRange(time(text), Duration.ZERO, Duration.ofSeconds(max));
            return check(time, time.getNano() == 0);
        }, false);
    }

    static <E extends Enum<E>> Kind<E> oneOf(Class<E> choices) {
        return oneOf(choices.getEnumConstants());
    }

    @SafeVarargs
    static <E extends Enum<E>> Kind<E> oneOf(E... choices) {
        Map<String, E> byName = new LinkedHashMap<>();
        for (E choice : choices) byName.put(choice.name().toLowerCase(Locale.ROOT), choice);
        return new Kind<>("NAME", "one of " + String.join(", ", byName.keySet()), text -> {
            E choice = byName.get(text.toLowerCase(Locale.ROOT));
            return check(choice, choice != null);
        }, false);
    }

    static Kind<SyncPolicy> syncPolicy() {
        return new Kind<>("POLICY", "group, group:<microseconds>, interval:<milliseconds> or os (a minute at most)", SyncPolicy::parse, false);
    }

    static Kind<Set<String>> names() {
        return new Kind<>("NAMES", "a list of names", text -> Arrays.stream(text.split(","))
                .map(String::strip).filter(name -> !name.isEmpty()).collect(Collectors.toUnmodifiableSet()), true);
    }

    /** Whether it is a number, or true or false, whatever its value: all else is text, which a file may put in quotes. */
    boolean isBare() {
        return label.equals(NUMBER) || label.equals(BOOLEAN);
    }

    T parse(String text) {
        try {
            return parser.apply(text.strip());
        } catch (ConfigException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static Duration time(String text) {
        boolean isBare = text.chars().allMatch(Character::isDigit);
        return hocon(isBare ? text + " s" : text).getDuration(KEY);
    }

    private static Long bytes(String text) {
        return hocon(text).getBytes(KEY);
    }

    private static Config hocon(String text) {
        return ConfigValueFactory.fromAnyRef(text).atKey(KEY);
    }

    private static <C extends Comparable<C>> C inRange(C value, C min, C max) {
        return check(value, value.compareTo(min) >= 0 && value.compareTo(max) <= 0);
    }

    private static <V> V check(V value, boolean holds) {
        if (!holds) throw new IllegalArgumentException();
        return value;
    }
}
