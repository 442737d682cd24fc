package io.leveret.broker.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether certificates have been renewed, and says once a day of each, and of lists of revocations, that it has to be. */
public final class CertificateWatch implements AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(CertificateWatch.class);

    private static final Duration PAUSE_BETWEEN_WARNINGS = Duration.ofDays(1);

    private final List<ServerTls> listeners;
    private final Duration warnBefore;
    private final Clock clock;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread looking = new Thread(task, "leveret-certificates");
        looking.setDaemon(true);
        return looking;
    });
    private final Map<Warning, Instant> nextWarnings = new HashMap<>();

    /** Has a pause of its own: what is renewed, or has ended now, is told at once. */
    private record Warning(Ending ending, boolean hasCome) {}

    CertificateWatch(List<ServerTls> listeners, Duration warnBefore, Clock clock) {
        this.listeners = listeners;
        this.warnBefore = warnBefore;
        this.clock = clock;
    }

    /**
     * Begins to look.
     *
     * @param interval   between two looks; a renewal counts when two have seen the same
     * @param warnBefore how long before the end there are warnings
     */
    public static CertificateWatch start(List<ServerTls> listeners, Duration interval, Duration warnBefore) {
        CertificateWatch watch = new CertificateWatch(listeners, warnBefore, Clock.systemUTC());
        watch.look();
        watch.thread.scheduleWithFixedDelay(watch::look, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return watch;
    }

    void look() {
        try {
            listeners.forEach(listener -> listener.renew(clock.instant()));
            Instant now = clock.instant();
            nextWarnings.values().removeIf(next -> !now.isBefore(next));
            listeners.stream().flatMap(listener -> listener.endings().stream()).distinct()
                    .filter(ending -> ending.hasCome(now) || ending.isNear(now, warnBefore)).forEach(ending -> {
                        Instant next = now.plus(PAUSE_BETWEEN_WARNINGS);
                        if (nextWarnings.putIfAbsent(new Warning(ending, ending.hasCome(now)), next) == null) warn(ending, now);
                    });
        } catch (RuntimeException bug) {
            log.error("cannot look after certificates", bug); // or nobody would look again
        }
    }

    private static void warn(Ending ending, Instant now) {
        if (ending.isList()) warnOfList(ending, now);
        else if (ending.hasCome(now)) log.error("the certificate in {} has expired, at {}: clients that check it do not connect", ending.file(), ending.at());
        else log.warn("the certificate in {} expires in {} days, at {}", ending.file(), ChronoUnit.DAYS.between(now, ending.at()), ending.at());
    }

    private static void warnOfList(Ending ending, Instant now) {
        Instant refused = ending.at().plus(Revocations.ALLOWANCE);
        if (ending.hasCome(now)) {
            log.error("the list of revocations in {} is out of date since {}: certificates of clients are not taken from {} on, until there is a new list",
                    ending.file(), ending.at(), refused);
        } else {
            log.warn("the list of revocations in {} is out of date in {} hours, at {}: certificates of clients are not taken from {} on",
                    ending.file(), ChronoUnit.HOURS.between(now, ending.at()), ending.at(), refused);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
