package io.leveret.broker;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Where values may come from. */
interface SettingSource {

    Optional<Given> find(Setting<?> setting);

    /** Who says something. */
    enum Source {
        DEFAULT, FILE, ENVIRONMENT, COMMAND_LINE, PROGRAM;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** A value as it was written, and where. */
    record Given(String text, Source source, String origin) {}

    /** A variable that is set to nothing empties a list; for anything else it counts as not set. */
    static SettingSource environment(Map<String, String> variables) {
        return setting -> Optional.ofNullable(variables.get(setting.variable()))
                .filter(text -> setting.kind().isList() || !text.isBlank())
                .map(text -> new Given(text, Source.ENVIRONMENT, "environment variable " + setting.variable()));
    }

    static SettingSource options(Map<Setting<?>, String> options) {
        return setting -> Optional.ofNullable(options.get(setting))
                .map(text -> new Given(text, Source.COMMAND_LINE, "option " + setting.option()));
    }

    static SettingSource defaults() {
        return setting -> Optional.of(new Given(setting.defaultText(), Source.DEFAULT, "default"));
    }
}
