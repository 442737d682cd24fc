package io.leveret.perf;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Reads the command line, and explains it. */
final class CommandArguments {

    private CommandArguments() {}

    /** @throws IllegalArgumentException with a sentence for the user */
    static Options parse(String... arguments) {
        Options options = new Options();
        try {
            new CommandLine(options).setExpandAtFiles(false).parseArgs(arguments);
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage() + suggestion(e) + " (--help lists what there is)");
        }
        return options;
    }

    static String help() {
        CommandLine command = new CommandLine(new Options());
        CommandSpec spec = command.getCommandSpec();
        List.copyOf(spec.positionalParameters()).forEach(spec::remove); // the modes are listed by themselves
        return command.getUsageMessage(CommandLine.Help.Ansi.OFF).replaceFirst("(?m)^  -h, ", modes() + "  -h, ");
    }

    private static String modes() {
        StringBuilder text = new StringBuilder("Modes:\n");
        for (Mode mode : Mode.values()) text.append("  %-12s %s%n".formatted(mode.word() + (mode == Mode.THROUGHPUT ? "*" : ""), mode.meaning()));
        return text.append("  * unless another is named\n\nOptions:\n").toString();
    }

    private static String suggestion(ParameterException e) {
        List<String> close = e instanceof UnmatchedArgumentException unmatched ? unmatched.getSuggestions() : List.of();
        return close.isEmpty() ? "" : ", did you mean " + String.join(" or ", close) + "?";
    }
}
