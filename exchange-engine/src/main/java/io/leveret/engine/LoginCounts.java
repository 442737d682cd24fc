package io.leveret.engine;

import io.leveret.engine.view.LoginAttempts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Who has tried to log in, how often, and with what success: by protocol, and by address and name, of which only so many are
 * told apart, as strangers choose them. Callable from any thread.
 */
public final class LoginCounts {

    private static final int MOST_SOURCES = 1_000;

    private record Source(String protocol, String address, String user) {
    }

    private static final class Count {
        private long succeeded;
        private long failed;

        void add(boolean success) {
            if (success) succeeded++;
            else failed++;
        }

        LoginAttempts of(Source source) {
            return new LoginAttempts(source.protocol(), source.address(), source.user(), succeeded, failed);
        }
    }

    private final Map<String, Count> protocols = new TreeMap<>();
    private final Map<Source, Count> sources = new LinkedHashMap<>();

    /**
     * @param protocol RabbitMQ's name: amqp091, http
     * @param address  where the client is
     * @param user     the name as it was given
     */
    public synchronized void attempted(String protocol, String address, String user, boolean success) {
        protocols.computeIfAbsent(protocol, first -> new Count()).add(success);
        Source source = new Source(protocol, address, user);
        if (sources.size() < MOST_SOURCES) sources.putIfAbsent(source, new Count());
        Count known = sources.get(source);
        if (known != null) known.add(success);
    }

    public synchronized List<LoginAttempts> byProtocol() {
        return protocols.entrySet().stream().map(each -> each.getValue().of(new Source(each.getKey(), "", ""))).toList();
    }

    public synchronized List<LoginAttempts> bySource() {
        return sources.entrySet().stream().map(each -> each.getValue().of(each.getKey())).toList();
    }

    public synchronized void forget() {
        protocols.clear();
        sources.clear();
    }
}
