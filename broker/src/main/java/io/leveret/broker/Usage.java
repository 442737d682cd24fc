package io.leveret.broker;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the help says of a command. */
enum Usage {

    ALL("leveret [COMMAND] [OPTION]...", "An AMQP 0-9-1 message broker. COMMAND --help tells of one command.", Settings.OPTIONS,
            Exit.WELL, Exit.REFUSED, Exit.WRONG_USAGE, Exit.DAMAGED, Exit.STORAGE_FAILED),

    SERVER("leveret [server] [OPTION]...", "Runs the broker until it is told to end (SIGTERM, SIGINT, SIGHUP).", Settings.OPTIONS,
            Exit.ENDED, Exit.NOT_STARTED, Exit.WRONG_USAGE, Exit.STORAGE_FAILED),

    CONFIG("leveret config [OPTION]...", "Prints the effective configuration, as a file, with where each value comes from.",
            Settings.OPTIONS, Exit.WELL, Exit.WRONG_USAGE),

    CHECK("leveret check [--data-dir=PATH] [--config=FILE]", "Looks through the data directory of a stopped broker, and changes nothing.",
            List.of(Settings.DATA_DIR), Exit.WHOLE, Exit.START_REFUSED, Exit.WRONG_USAGE, Exit.DAMAGED);

    /** How the process ends, and what that means. */
    private enum Exit {
        WELL(0, "all is well"),
        ENDED(0, "it was told to end"),
        WHOLE(0, "nothing is damaged; what once was has been salvaged or set aside"),
        REFUSED(1, "it cannot start, or be looked through, or a start would refuse what is damaged"),
        NOT_STARTED(1, "it cannot start: a port or the data directory is not to be had, or damaged"),
        START_REFUSED(1, "a start would refuse what is damaged; or it cannot be looked through"),
        WRONG_USAGE(2, "something is wrong with the command line or the configuration"),
        DAMAGED(3, "something is damaged, and a start goes on without it"),
        STORAGE_FAILED(4, "the disk failed while the broker ran");

        private final int code;
        private final String meaning;

        Exit(int code, String meaning) {
            this.code = code;
            this.meaning = meaning;
        }
    }

    private final String synopsis;
    private final String description;
    private final List<Setting<?>> options;
    private final List<Exit> exits;

    Usage(String synopsis, String description, List<Setting<?>> options, Exit... exits) {
        this.synopsis = synopsis;
        this.description = description;
        this.options = options;
        this.exits = List.of(exits);
    }

    /** Of what is no command, of all. */
    static Usage of(String command) {
        return Arrays.stream(values()).filter(usage -> usage.name().equalsIgnoreCase(command)).findFirst().orElse(ALL);
    }

    String synopsis() {
        return synopsis;
    }

    String description() {
        return description;
    }

    List<Setting<?>> options() {
        return options;
    }

    /** What it says of a setting. */
    String describe(Setting<?> setting) {
        return this == CHECK ? "Data directory to look through, of a broker that has ended." : setting.description();
    }

    Map<String, String> exitCodes() {
        Map<String, String> codes = new LinkedHashMap<>();
        for (Exit exit : exits) codes.put(String.valueOf(exit.code), exit.meaning);
        return codes;
    }
}
