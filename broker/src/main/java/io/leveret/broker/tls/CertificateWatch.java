package io.leveret.broker.tls;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks now and then whether certificates have been renewed, and says once a day that one has to be. */
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
    private Instant nextWarning = Instant.MIN;

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
            if (now.isBefore(nextWarning)) return;
            nextWarning = now.plus(PAUSE_BETWEEN_WARNINGS);
            listeners.stream().flatMap(listener -> listener.endings().stream()).distinct().forEach(ending -> warn(ending, now));
        } catch (RuntimeException bug) {
            log.error("cannot look after certificates", bug); // or nobody would look again
        }
    }

    private void warn(Ending ending, Instant now) {
        if (ending.isList()) {
            if (ending.at().isBefore(now)) log.error("the list of revocations in {} is out of date since {}: certificates of clients are not taken", ending.file(), ending.at());
        } else if (ending.at().isBefore(now)) {
            log.error("the certificate in {} has expired, at {}: clients that check it do not connect", ending.file(), ending.at());
        } else if (ending.at().isBefore(now.plus(warnBefore))) {
            log.warn("the certificate in {} expires in {} days, at {}", ending.file(), ChronoUnit.DAYS.between(now, ending.at()), ending.at());
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
