package io.leveret.broker;

import io.leveret.api.Node;
import io.leveret.broker.SettingSource.Given;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** For every setting, the value that counts: checked, and with the place it came from. */
final class ChosenSettings {

    private record Chosen(Object value, Given given) {}

    private final Map<Setting<?>, Chosen> chosen = new LinkedHashMap<>();

    /** The first of {@code sources} that has a value wins. */
    static ChosenSettings from(List<SettingSource> sources) {
        ChosenSettings settings = new ChosenSettings();
        for (Setting<?> setting : Settings.ALL) {
            Given given = sources.stream().flatMap(source -> source.find(setting).stream()).findFirst().orElseThrow();
            settings.chosen.put(setting, new Chosen(setting.parse(given.text(), given.origin()), given));
        }
        return settings;
    }

    @SuppressWarnings("unchecked") // put under this very setting, which parsed it
    <T> T value(Setting<T> setting) {
        return (T) chosen.get(setting).value();
    }

    /** Where the value that counts was found. */
    String origin(Setting<?> setting) {
        return chosen.get(setting).given().origin();
    }

    /** What counts, for whoever administers the broker. */
    List<Node.Setting> shown() {
        return chosen.entrySet().stream().map(entry -> shown(entry.getKey(), entry.getValue().given())).toList();
    }

    private static Node.Setting shown(Setting<?> setting, Given given) {
        boolean isSecret = setting.isSecret();
        return new Node.Setting(setting.key(), isSecret ? Optional.empty() : Optional.of(given.text().strip()),
                isSecret ? Optional.empty() : Optional.of(setting.defaultText()), given.source().toString(), given.origin());
    }

    /** A configuration file that says the same, with a comment on each line telling where the value came from. */
    String explain() {
        int width = chosen.keySet().stream().mapToInt(setting -> line(setting).length()).max().orElse(0);
        return chosen.entrySet().stream()
                .map(entry -> String.format("%-" + width + "s  # %s%n", line(entry.getKey()), entry.getValue().given().origin()))
                .collect(Collectors.joining());
    }

    private String line(Setting<?> setting) {
        if (setting.isSecret()) return "# " + setting.key() + " is not shown";
        String text = chosen.get(setting).given().text().strip();
        if (setting.kind().isList()) return setting.key() + " = " + list(text);
        return setting.key() + " = " + (setting.kind().isBare() ? text : quoted(text));
    }

    private static String list(String text) {
        return Arrays.stream(text.split(",")).map(String::strip).filter(each -> !each.isEmpty())
                .map(ChosenSettings::quoted).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
