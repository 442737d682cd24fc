package io.leveret.broker;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigSyntax;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A configuration file in HOCON; every complaint names the file and the line. */
final class ConfigFile implements SettingSource {

    private static final Pattern MISSING_INCLUDE =
            Pattern.compile("not found on classpath: ([^ ,]+)|([^ :]+) \\(No such file or directory\\)");

    private final Path path;
    private final Config config;

    private ConfigFile(Path path, Config config) {
        this.path = path;
        this.config = config;
    }

    static ConfigFile read(Path path) {
        if (!Files.exists(path)) throw new ConfigurationException(path.toString(), "there is no such file");
        if (Files.isDirectory(path)) throw new ConfigurationException(path.toString(), "is a directory, not a configuration file");
        if (!Files.isReadable(path)) throw new ConfigurationException(path.toString(), "permission denied");
        try {
            // By its whole path, without which the parser would not find what it includes.
            Config config = ConfigFactory.parseFile(path.toAbsolutePath().toFile(),
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false)).resolve();
            ConfigFile file = new ConfigFile(path, config);
            file.refuseWrongKeys();
            return file;
        } catch (ConfigException e) {
            boolean hasPlace = e.origin() != null && !(e instanceof ConfigException.IO);
            throw new ConfigurationException(hasPlace ? place(path, e.origin()) : path.toString(), explanation(e));
        }
    }

    @Override
    public Optional<Given> find(Setting<?> setting) {
        if (!config.hasPath(setting.key())) return Optional.empty();
        ConfigValue value = config.getValue(setting.key());
        String origin = place(path, value.origin());
        return Optional.of(new Given(text(setting, value, origin), Source.FILE, origin));
    }

    private void refuseWrongKeys() {
        leaves("", config.root())
                .filter(leaf -> leaf.getValue().valueType() == ConfigValueType.NULL || !isSetting(leaf.getKey()))
                .min(Comparator.comparing(leaf -> leaf.getValue().origin().lineNumber()))
                .ifPresent(leaf -> {
                    throw new ConfigurationException(place(path, leaf.getValue().origin()), complaint(leaf.getKey()));
                });
    }

    private static String complaint(String key) {
        boolean isSection = Settings.ALL.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
        if (isSetting(key)) return key + " must have a value, not null; leave the line out for the default";
        return isSection ? key + " is a section and wants braces" : "there is no setting '" + key + "'" + Misspelling.ofKey(key);
    }

    /** Every key with its value; the contents of a setting that is wrongly given as a section are left to {@link #text}. */
    private static Stream<Map.Entry<String, ConfigValue>> leaves(String prefix, ConfigObject section) {
        return section.entrySet().stream().flatMap(entry -> {
            String key = prefix + entry.getKey();
            return entry.getValue() instanceof ConfigObject nested && !isSetting(key)
                    ? leaves(key + ".", nested)
                    : Stream.of(Map.entry(key, entry.getValue()));
        });
    }

    private static boolean isSetting(String key) {
        return Settings.ALL.stream().anyMatch(setting -> setting.key().equals(key));
    }

    private static String text(Setting<?> setting, ConfigValue value, String origin) {
        if (value instanceof ConfigList list && setting.kind().isList()) {
            return list.unwrapped().stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value instanceof ConfigObject section && setting.kind().isList() && isNumbered(section)) {
            return section.keySet().stream().sorted(Comparator.comparing(Integer::valueOf))
                    .map(number -> String.valueOf(section.get(number).unwrapped())).collect(Collectors.joining(","));
        }
        if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
            String found = value.valueType() == ConfigValueType.LIST ? "a list" : "a section";
            throw new ConfigurationException(origin, setting.key() + " must be " + setting.kind().expected() + ", not " + found);
        }
        return String.valueOf(value.unwrapped());
    }

    /** As RabbitMQ's files write lists: {@code versions.1 = tlsv1.3}. */
    private static boolean isNumbered(ConfigObject section) {
        return !section.isEmpty() && section.keySet().stream().allMatch(key -> key.matches("\\d{1,4}"));
    }

    /** The parser's own words, where they say what is wrong. */
    private static String explanation(ConfigException e) {
        Matcher missing = MISSING_INCLUDE.matcher(e.getMessage());
        if (e instanceof ConfigException.IO && missing.find()) {
            return "there is no file " + (missing.group(1) == null ? missing.group(2) : missing.group(1)) + " to include";
        }
        if (e instanceof ConfigException.WrongType) return "must hold keys with values, not a list";
        if (e.getMessage().endsWith("end of file")) return "the file ends within braces or brackets";
        String prefix = e.origin() == null ? "" : e.origin().description() + ": ";
        String message = e.getMessage().startsWith(prefix) ? e.getMessage().substring(prefix.length()) : e.getMessage();
        return message.replaceFirst(" (\\(if you intended|Trace:) .*", "");
    }

    /** File and line, with the file as the user named it: the parser was given its whole path. */
    private static String place(Path path, ConfigOrigin origin) {
        String file = origin.filename() == null ? path.toString() : shortened(path, Path.of(origin.filename()));
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }

    private static String shortened(Path path, Path file) {
        Path folder = path.toAbsolutePath().getParent();
        boolean isBeside = folder != null && file.startsWith(folder);
        return (isBeside ? path.resolveSibling(folder.relativize(file)) : file).toString();
    }
}
