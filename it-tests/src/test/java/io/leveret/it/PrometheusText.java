package io.leveret.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics in Prometheus' text format, read strictly: what a lenient reader would let pass fails. */
final class PrometheusText {

    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-zA-Z_:][a-zA-Z0-9_:]*) (.*)");
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("\\G([a-zA-Z_][a-zA-Z0-9_]*)=\"((?:[^\"\\\\\n]|\\\\[\"\\\\n])*)\"(?:,|$)");
    private static final Pattern ESCAPED = Pattern.compile("\\\\(.)");
    private static final Set<String> OF_HISTOGRAMS = Set.of("_bucket", "_sum", "_count");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Map<Map<String, String>, Double>> samples = new LinkedHashMap<>();
    private final Set<String> helped = new LinkedHashSet<>();

    private PrometheusText() {
    }

    static PrometheusText of(String page) {
        assertThat(page).endsWith("\n");
        PrometheusText read = new PrometheusText();
        for (String line : page.split("\n")) {
            if (line.startsWith("#")) read.comment(line);
            else read.sample(line);
        }
        return read;
    }

    /** What kinds of metrics there are, by name. */
    Map<String, String> types() {
        return types;
    }

    /** Names of labels other than the histograms'. */
    Set<String> labels(String name) {
        Set<String> labels = new LinkedHashSet<>();
        samples.getOrDefault(name, Map.of()).keySet().forEach(each -> labels.addAll(each.keySet()));
        return labels;
    }

    /** @param labels names and values by turns; those that are not named may be anything */
    double sum(String name, String... labels) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream().filter(sample -> has(sample.getKey(), labels))
                .mapToDouble(Map.Entry::getValue).sum();
    }

    Optional<Double> value(String name, String... labels) {
        return samples.getOrDefault(name, Map.of()).entrySet().stream().filter(sample -> has(sample.getKey(), labels))
                .map(Map.Entry::getValue).findFirst();
    }

    private static boolean has(Map<String, String> all, String... wanted) {
        for (int i = 0; i < wanted.length; i += 2) {
            if (!wanted[i + 1].equals(all.get(wanted[i]))) return false;
        }
        return true;
    }

    private void comment(String line) {
        Matcher parts = COMMENT.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        if (parts.group(1).equals("HELP")) assertThat(helped.add(parts.group(2))).as("told once: " + line).isTrue();
        else assertThat(types.put(parts.group(2), parts.group(3))).as("told once: " + line).isNull();
    }

    private void sample(String line) {
        Matcher parts = SAMPLE.matcher(line);
        assertThat(parts.matches()).as(line).isTrue();
        String name = parts.group(1);
        assertThat(family(name)).as("declared before: " + line).isPresent();
        Map<String, String> labels = parts.group(2) == null ? Map.of() : labelsIn(parts.group(2));
        double value = parts.group(3).equals("+Inf") ? Double.POSITIVE_INFINITY : Double.parseDouble(parts.group(3));
        assertThat(samples.computeIfAbsent(name, key -> new LinkedHashMap<>()).put(labels, value)).as("told once: " + line).isNull();
    }

    private Optional<String> family(String sample) {
        if (types.containsKey(sample)) return Optional.of(sample);
        return OF_HISTOGRAMS.stream().filter(sample::endsWith).map(end -> sample.substring(0, sample.length() - end.length()))
                .filter(name -> "histogram".equals(types.get(name))).findAny();
    }

    private static Map<String, String> labelsIn(String text) {
        Map<String, String> labels = new TreeMap<>();
        Matcher label = LABEL.matcher(text);
        int end = 0;
        while (end < text.length() && label.find()) {
            assertThat(labels.put(label.group(1), unescaped(label.group(2)))).as(text).isNull();
            end = label.end();
        }
        assertThat(end).as(text).isEqualTo(text.length());
        return labels;
    }

    private static String unescaped(String value) {
        return ESCAPED.matcher(value).replaceAll(escaped -> Matcher.quoteReplacement(escaped.group(1).equals("n") ? "\n" : escaped.group(1)));
    }
}
