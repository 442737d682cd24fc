package io.leveret.api;

import io.leveret.api.log.LogFeed;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.view.NodeView;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the launcher tells of the node that the API runs on. Callable from any thread. */
public interface Node {

    /** As clients know it: {@code rabbit@localhost}. */
    String name();

    String version();

    /** The RabbitMQ whose behaviour is followed. */
    String rabbitVersion();

    List<Listener> listeners();

    /** What the node is short of: {@code memory}, {@code disk}; nothing as a rule. */
    Set<String> alarms();

    /** What has been logged lately. */
    default LogFeed log() {
        return LogFeed.NONE;
    }

    /** Home for what is declared through the API. */
    Loop nextLoop();

    NodeView figures();

    /** Where it keeps what it stores; empty when it stores nothing. */
    String dataDirectory();

    /** What it was told at its start, and by whom. */
    List<Setting> settings();

    /**
     * One thing that can be set.
     *
     * @param value  as it was written; empty for what is secret
     * @param usual  what it is if nobody says; empty for what is secret
     * @param source {@code default}, {@code file}, {@code environment}, {@code command line} or {@code program}
     * @param origin where exactly: a file with its line, the name of a variable or option
     */
    record Setting(String key, Optional<String> value, Optional<String> usual, String source, String origin) {
    }

    /**
     * Where clients may connect.
     *
     * @param protocol     as RabbitMQ names it: {@code amqp}, {@code amqp/ssl}, {@code http}, {@code https}
     * @param certificates of those that speak TLS
     */
    record Listener(String protocol, String address, int port, Optional<Certificates> certificates) {
    }

    /** What a listener shows to clients, and by what it knows theirs, as it is now. */
    interface Certificates {

        String certfile();

        /** Empty if there is none. */
        String cacertfile();

        /** Until when each certificate that is shown is valid. */
        List<Instant> certificateEnds();

        List<Instant> authorityEnds();

        /** Lists of revoked certificates; empty if there are none. */
        String crlfile();

        /** Until when each authority's list holds. */
        List<Instant> listEnds();
    }
}
