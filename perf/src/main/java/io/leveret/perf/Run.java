package io.leveret.perf;

import io.leveret.perf.client.AmqpUri;
import io.leveret.perf.client.Connector;
import io.leveret.perf.client.PerfException;
import io.leveret.perf.load.Load;
import io.leveret.perf.load.Session;
import io.leveret.perf.measure.Meters;
import io.leveret.perf.measure.Result;
import io.leveret.perf.report.Progress;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Runs the phases of a plan one after the other. */
final class Run {
    private final Plan plan;
    private final Options options;
    private final PrintStream log;
    private final CompletableFuture<Void> interrupted;

    /** @param failure what ended the run before its time */
    record Outcome(List<Result> results, Optional<PerfException> failure) {}

    Run(Plan plan, Options options, PrintStream log, CompletableFuture<Void> interrupted) {
        this.plan = plan;
        this.options = options;
        this.log = log;
        this.interrupted = interrupted;
    }

    Outcome run() {
        List<Result> results = new ArrayList<>();
        try (Connector connector = connector()) {
            Session session = new Session(connector, new Meters(connector.loops()), System::nanoTime, new CompletableFuture<>());
            for (Plan.Phase phase : plan.phases()) {
                if (interrupted.isDone()) break;
                if (plan.phases().size() > 1) log.println(phase.name());
                Load load = phase.load().apply(session);
                results.add(measurement(session).of(phase.name(), load));
                session.failure().getNow(null);
                load.stop();
            }
            session.failure().getNow(null); // even what was noticed in the end
            return new Outcome(results, Optional.empty());
        } catch (RuntimeException e) {
            return new Outcome(results, Optional.of(trouble(e)));
        }
    }

    private Connector connector() {
        AmqpUri broker = plan.uri();
        return new Connector(broker, options.tls(broker), options.threads, options.frameMax, System::nanoTime, log::println);
    }

    private Measurement measurement(Session session) {
        Measurement.Limits limits = new Measurement.Limits(options.warmup, options.time, options.interval, options.brokerPid());
        return new Measurement(session, limits, interrupted, new Progress(log)::interval);
    }

    private static PerfException trouble(RuntimeException e) {
        if (e instanceof PerfException said) return said;
        if (e.getCause() instanceof PerfException said) return said;
        throw e;
    }
}
