package io.leveret.perf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.perf.report.JsonReport;
import io.leveret.perf.report.Summary;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The program: a command line in, a summary and an exit code out. */
public final class Main {
    private static final int FAILED = 1;
    private static final int WRONG_USAGE = 2;
    private static final int PATIENCE_SECONDS = 10;

    private final PrintStream out;
    private final PrintStream err;
    private final CompletableFuture<Void> interrupted;

    /** @param interrupted ends a run, whose summary is printed all the same */
    public Main(PrintStream out, PrintStream err, CompletableFuture<Void> interrupted) {
        this.out = out;
        this.err = err;
        this.interrupted = interrupted;
    }

    public static void main(String[] arguments) {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, UTF_8);
        CompletableFuture<Void> interrupted = new CompletableFuture<>();
        CountDownLatch said = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            interrupted.complete(null);
            try {
                said.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }, "perf-end"));
        int code = new Main(out, err, interrupted).run(arguments);
        said.countDown();
        if (!interrupted.isDone()) System.exit(code);
    }

    /** @return the exit code */
    public int run(String... arguments) {
        Options options;
        Plan plan;
        try {
            options = CommandArguments.parse(arguments);
            if (options.help) {
                out.print(CommandArguments.help());
                return 0;
            }
            plan = Plan.of(options);
        } catch (IllegalArgumentException e) {
            err.println("leveret perf: " + e.getMessage());
            return WRONG_USAGE;
        }
        return report(options, plan, new Run(plan, options, options.json ? err : out, interrupted).run(), List.of(arguments));
    }

    private int report(Options options, Plan plan, Run.Outcome outcome, List<String> arguments) {
        Optional<String> failure = outcome.failure().map(Throwable::getMessage);
        if (options.json) {
            out.println(JsonReport.of(options.mode.word(), plan.uri().toString(), withoutUri(arguments), outcome.results(), failure).toPrettyString());
        } else {
            outcome.results().forEach(result -> out.print(Summary.of(result)));
        }
        failure.ifPresent(sentence -> err.println("leveret perf: " + sentence));
        return failure.isPresent() ? FAILED : 0;
    }

    /** It may hold a password. */
    private static List<String> withoutUri(List<String> arguments) {
        return arguments.stream().filter(argument -> !argument.toLowerCase(Locale.ROOT).matches(".*amqps?://.*")).toList();
    }
}
