package io.leveret.it.soak;

import io.leveret.it.Api;
import com.rabbitmq.client.Connection;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;

/**
 * Mixed traffic and churn on a broker for a long time, while it is asked what it takes of the machine. By hand:
 * {@code Soak MINUTES [AMQP-URI API-URI]}; without addresses it starts {@code ./leveret} of the current directory.
 */
final class Soak {
    private static final Duration BETWEEN_SAMPLES = Duration.ofSeconds(10);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(10);
    private static final int TIDE_MILLIS = 60_000;
    private static final int WARM_UP = 10; // of so many parts of the time: classes, compiled code, pools

    /** How it was so far. */
    record Outcome(long messages, Duration length, List<Trend> trends) {
        boolean isFlat() {
            return trends.stream().allMatch(Trend::isFlat);
        }

        String table() {
            return "| | First quarter | Last quarter | An hour | At most | Flat |\n|---|---|---|---|---|---|\n"
                    + trends.stream().map(Trend::row).collect(Collectors.joining("\n")) + "\n"
                    + messages + " messages in " + length.toSeconds() + " s; " + (isFlat() ? "flat" : "NOT FLAT");
        }
    }

    private final Target target;
    private final Duration betweenSamples;
    private final int tideMillis;

    Soak(Target target) {
        this(target, BETWEEN_SAMPLES, TIDE_MILLIS);
    }

    Soak(Target target, Duration betweenSamples, int tideMillis) {
        this.target = target;
        this.betweenSamples = betweenSamples;
        this.tideMillis = tideMillis;
    }

    public static void main(String[] arguments) throws Exception {
        Duration length = Duration.ofMinutes(Long.parseLong(arguments[0]));
        Outcome outcome;
        if (arguments.length > 1) {
            outcome = new Soak(new Target(URI.create(arguments[1]), new Api(URI.create(arguments[2]), "guest", "guest"))).run(length);
        } else {
            try (Program program = Program.start()) {
                outcome = new Soak(program.target()).run(length);
            }
        }
        System.out.println(outcome.table());
        System.exit(outcome.isFlat() ? 0 : 1);
    }

    /** @throws AssertionError if something fails, or a message gets lost or comes twice */
    Outcome run(Duration length) throws Exception {
        target.prepare();
        Sampler sampler = new Sampler(target);
        try (Connection publishing = target.connect("traffic"); Connection changing = target.connect("churn")) {
            Traffic traffic;
            try (Clockwork clockwork = new Clockwork()) {
                traffic = new Traffic(publishing, clockwork, tideMillis);
                new Churn(target, changing).start(clockwork);
                clockwork.every(betweenSamples.toMillis(), "samples", sampler::take);
                Traffic flowing = traffic;
                clockwork.every(BETWEEN_REPORTS.toMillis(), "reports", () -> System.out.println(outcome(flowing, sampler).table()));
                clockwork.await(length.toMillis());
            }
            traffic.end();
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(traffic::missing, List::isEmpty);
            return outcome(traffic, sampler);
        } finally {
            target.clear();
        }
    }

    private static Outcome outcome(Traffic traffic, Sampler sampler) {
        return new Outcome(traffic.published(), sampler.elapsed(), trends(sampler.samples()));
    }

    private static List<Trend> trends(List<Sampler.Sample> samples) {
        List<Sampler.Sample> warm = samples.subList(samples.size() / WARM_UP, samples.size());
        return Arrays.stream(Measure.values()).map(measure -> Trend.of(measure, warm)).toList();
    }
}
