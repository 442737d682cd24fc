package io.leveret.api.metrics;

import io.leveret.engine.view.LoginAttempts;
import io.prometheus.metrics.model.snapshots.Labels;

/** Of those who log in, or try to. */
final class LoginMetrics {

    private LoginMetrics() {
    }

    static void all(Observed seen, Scrape into, boolean each) {
        seen.view().loginAttempts().forEach(attempts -> write("auth_attempts", attempts, Labels.of("protocol", attempts.protocol()), into));
    }

    static void bySource(Observed seen, Scrape into, boolean each) {
        seen.view().loginAttemptsBySource().forEach(attempts -> write("auth_attempts_detailed", attempts, Labels.of(
            "protocol", attempts.protocol(), "remote_address", attempts.source(), "username", attempts.user()), into));
    }

    private static void write(String name, LoginAttempts attempts, Labels labels, Scrape into) {
        into.counter(name, "Attempts to log in", labels, attempts.all());
        into.counter(name + "_succeeded", "Attempts to log in that succeeded", labels, attempts.succeeded());
        into.counter(name + "_failed", "Attempts to log in that failed", labels, attempts.failed());
    }
}
