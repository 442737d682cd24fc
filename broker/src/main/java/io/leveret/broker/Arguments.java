package io.leveret.broker;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line, read. Its options are made from the table of {@link Settings}, so the two cannot differ. */
final class Arguments {

    enum Command { SERVER, CONFIG, CHECK, HELP, VERSION }

    private static final String CONFIG_OPTION = "--config";
    private static final String CONFIG_VARIABLE = "LEVERET_CONFIG";

    private final Command command;
    private final String named;
    private final Map<String, String> given;

    /** @param named the command as it was written, if it was */
    private Arguments(Command command, String named, Map<String, String> given) {
        this.command = command;
        this.named = named;
        this.given = given;
    }

    static Arguments parse(String... arguments) {
        Optional<PlainArguments> plain = PlainArguments.read(options().toList(), arguments);
        return plain.isPresent() ? new Arguments(Command.SERVER, "", plain.get().given()) : parseAny(arguments);
    }

    private static Arguments parseAny(String... arguments) {
        try {
            ParseResult parsed = commandLine(Usage.ALL).parseArgs(arguments);
            Command command = command(parsed);
            refuseOptionsOfOthers(parsed);
            Map<String, String> given = new LinkedHashMap<>();
            options().filter(parsed::hasMatchedOption).forEach(option -> given.put(option, parsed.matchedOptionValue(option, "")));
            return new Arguments(command, parsed.matchedPositionalValue(0, ""), given);
        } catch (ParameterException e) {
            throw new ConfigurationException("command line", e.getMessage() + suggestion(e, List.of(arguments)) + " (--help lists what there is)");
        }
    }

    private static void refuseOptionsOfOthers(ParseResult parsed) {
        String name = parsed.matchedPositionalValue(0, "");
        for (Setting<?> setting : Settings.OPTIONS) {
            if (!parsed.hasMatchedOption(setting.option()) || Usage.of(name).options().contains(setting)) continue;
            throw new ConfigurationException("command line", name + " does not take " + setting.option() + " (" + name + " --help lists what it takes)");
        }
    }

    Command command() {
        return command;
    }

    /** The settings that count: option before environment before file before default. */
    ChosenSettings settings(Map<String, String> environment) {
        Stream<SettingSource> file = configFile(environment).map(ConfigFile::read).map(SettingSource.class::cast).stream();
        return ChosenSettings.from(Stream.of(
                Stream.of(SettingSource.options(chosen()), SettingSource.environment(environment)),
                file,
                Stream.of(SettingSource.defaults())).flatMap(sources -> sources).toList());
    }

    /** Of the command that was named, or of all. */
    String help() {
        return commandLine(Usage.of(named)).getUsageMessage(CommandLine.Help.Ansi.OFF);
    }

    private Optional<Path> configFile(Map<String, String> environment) {
        String option = given.get(CONFIG_OPTION);
        if (option != null) return Optional.of(configFile("option " + CONFIG_OPTION, option));
        String variable = environment.getOrDefault(CONFIG_VARIABLE, "");
        if (variable.isBlank()) return Optional.empty();
        return Optional.of(configFile("environment variable " + CONFIG_VARIABLE, variable));
    }

    /** Variables that look like ours and are not; Kubernetes sets some of its own for a service that is called leveret. */
    static List<String> unknownVariables(Map<String, String> environment) {
        Set<String> known = Settings.ALL.stream().map(Setting::variable).collect(Collectors.toSet());
        known.addAll(List.of(CONFIG_VARIABLE, "LEVERET_JAVA_OPTS"));
        return environment.entrySet().stream()
                .filter(entry -> entry.getKey().startsWith("LEVERET_") && !known.contains(entry.getKey()))
                .filter(entry -> !entry.getKey().matches(".*_SERVICE_(HOST|PORT).*|.*_PORT_\\d+_.*"))
                .filter(entry -> !entry.getValue().startsWith("tcp://") && !entry.getValue().startsWith("udp://"))
                .map(Map.Entry::getKey).sorted().toList();
    }

    private static Path configFile(String origin, String path) {
        try {
            return Kind.path().parse(path);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(origin, "config must be a path, not '" + path + "'");
        }
    }

    private Map<Setting<?>, String> chosen() {
        Map<Setting<?>, String> chosen = new LinkedHashMap<>();
        for (Setting<?> setting : Settings.OPTIONS) {
            String text = given.get(setting.option());
            if (text != null) chosen.put(setting, text);
        }
        return chosen;
    }

    /** Those that take a value: all but help and version. */
    private static Stream<String> options() {
        return Stream.concat(Stream.of(CONFIG_OPTION), Settings.OPTIONS.stream().map(Setting::option));
    }

    private static Command command(ParseResult parsed) {
        if (parsed.isUsageHelpRequested()) return Command.HELP;
        if (parsed.isVersionHelpRequested()) return Command.VERSION;
        String name = parsed.matchedPositionalValue(0, "server");
        return switch (name) {
            case "server" -> Command.SERVER;
            case "config" -> Command.CONFIG;
            case "check" -> Command.CHECK;
            case "help" -> Command.HELP;
            case "perf" -> throw new ParameterException(parsed.commandSpec().commandLine(), "perf is a program of its own, which ./leveret perf starts");
            default -> throw new ParameterException(parsed.commandSpec().commandLine(), "there is no command '" + name + "'");
        };
    }

    private static String suggestion(ParameterException e, List<String> arguments) {
        if (e instanceof UnmatchedArgumentException unmatched && arguments.contains("check") && isNoOption(unmatched)) {
            return ", the directory is said with --data-dir " + unmatched.getUnmatched().get(0);
        }
        List<String> close = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return close.isEmpty() ? "" : ", did you mean " + String.join(" or ", close) + "?";
    }

    /** Whoever writes another word behind a command that looks through a directory means the directory. */
    private static boolean isNoOption(UnmatchedArgumentException e) {
        return !e.getUnmatched().get(0).startsWith("-");
    }

    private static CommandLine commandLine(Usage usage) {
        CommandSpec spec = CommandSpec.create().name("leveret").mixinStandardHelpOptions(true);
        spec.usageMessage()
                .customSynopsis(usage.synopsis())
                .description(usage.description())
                .sortOptions(false)
                .width(100)
                .exitCodeListHeading("Exit codes:%n")
                .exitCodeList(usage.exitCodes())
                .footer("", "Each option is also an environment variable (--amqp-port: LEVERET_AMQP_PORT) and a key of the",
                        "configuration file (amqp-port). An option wins over the environment, the environment over the file.");
        spec.addPositional(PositionalParamSpec.builder().index("0").arity("0..1").paramLabel("COMMAND").type(String.class)
                .hidden(usage != Usage.ALL)
                .description("server: run the broker (the default)", "config: print the effective configuration and where it comes from",
                        "check: look through the data directory of a stopped broker for damage",
                        "perf: put load on a broker; ./leveret perf --help tells how",
                        "help: print this")
                .build());
        spec.addOption(OptionSpec.builder(CONFIG_OPTION).paramLabel("FILE").type(String.class)
                .description("Configuration file.", "  " + CONFIG_VARIABLE + ", none by default").build());
        for (Setting<?> setting : usage.options()) {
            spec.addOption(OptionSpec.builder(setting.option()).paramLabel(setting.kind().label()).type(String.class)
                    .description(usage.describe(setting), "  " + setting.variable() + ", default " + setting.defaultText()).build());
        }
        return new CommandLine(spec).setExpandAtFiles(false);
    }
}
