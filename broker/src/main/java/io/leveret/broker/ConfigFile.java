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
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A configuration file in HOCON; every complaint names the file and the line. */
final class ConfigFile implements SettingSource {

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
            ConfigFile file = new ConfigFile(path, ConfigFactory.parseFile(path.toFile(),
                    ConfigParseOptions.defaults().setSyntax(ConfigSyntax.CONF).setAllowMissing(false)).resolve());
            file.refuseUnknownKeys();
            return file;
        } catch (ConfigException e) {
            throw malformed(path, e);
        }
    }

    @Override
    public Optional<Given> find(Setting<?> setting) {
        if (!config.hasPath(setting.key())) return Optional.empty(); // nor does it have one that is null
        ConfigValue value = config.getValue(setting.key());
        String origin = place(path, value.origin());
        return Optional.of(new Given(text(setting, value, origin), origin));
    }

    private void refuseUnknownKeys() {
        leaves("", config.root())
                .filter(leaf -> Settings.ALL.stream().noneMatch(setting -> setting.key().equals(leaf.getKey())))
                .min(Comparator.comparing(leaf -> leaf.getValue().origin().lineNumber()))
                .ifPresent(leaf -> {
                    throw new ConfigurationException(place(path, leaf.getValue().origin()), complaint(leaf.getKey()));
                });
    }

    private static String complaint(String key) {
        boolean isSection = Settings.ALL.stream().anyMatch(setting -> setting.key().startsWith(key + "."));
        return isSection ? key + " is a section and wants braces" : "there is no setting '" + key + "'";
    }

    /** Every key with its value; the contents of a setting that is wrongly given as a section are left to {@link #text}. */
    private static Stream<Map.Entry<String, ConfigValue>> leaves(String prefix, ConfigObject section) {
        return section.entrySet().stream().flatMap(entry -> {
            String key = prefix + entry.getKey();
            boolean isSetting = Settings.ALL.stream().anyMatch(setting -> setting.key().equals(key));
            return entry.getValue() instanceof ConfigObject nested && !isSetting
                    ? leaves(key + ".", nested)
                    : Stream.of(Map.entry(key, entry.getValue()));
        });
    }

    private static String text(Setting<?> setting, ConfigValue value, String origin) {
        if (value instanceof ConfigList list && setting.kind().isList()) {
            return list.unwrapped().stream().map(String::valueOf).collect(Collectors.joining(","));
        }
        if (value.valueType() == ConfigValueType.LIST || value.valueType() == ConfigValueType.OBJECT) {
            String found = value.valueType() == ConfigValueType.LIST ? "a list" : "a section";
            throw new ConfigurationException(origin, setting.key() + " must be " + setting.kind().expected() + ", not " + found);
        }
        return String.valueOf(value.unwrapped());
    }

    private static ConfigurationException malformed(Path path, ConfigException e) {
        if (e.origin() == null) return new ConfigurationException(path.toString(), e.getMessage());
        String prefix = e.origin().description() + ": ";
        String message = e.getMessage().startsWith(prefix) ? e.getMessage().substring(prefix.length()) : e.getMessage();
        return new ConfigurationException(place(path, e.origin()), message);
    }

    private static String place(Path path, ConfigOrigin origin) {
        String file = origin.filename() == null ? path.toString() : origin.filename();
        return origin.lineNumber() > 0 ? file + ":" + origin.lineNumber() : file;
    }
}
