package io.leveret.broker.amqp;

import com.sun.management.UnixOperatingSystemMXBean;
import io.leveret.engine.access.Origin;
import io.netty.channel.Channel;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * The sockets of clients that have not logged in yet: so many at a time. For one more, somebody has to make room where most of them are
 * from, whoever has been there for longest: who holds sockets open without saying a word keeps out nobody but its own. Callable from any
 * thread.
 */
final class Strangers {

    /** Tells a connection why it is closed. */
    static final Object HAS_TO_LEAVE = "has to leave";

    private final int most;
    private final StrangersLog log;
    private final Map<Channel, Origin> origins = new HashMap<>();

    /** The oldest first. */
    private final Map<Origin, Set<Channel>> byOrigin = new HashMap<>();

    Strangers(int most, StrangersLog log) {
        this.most = most;
        this.log = log;
    }

    /** As many as wanted, but no more than half of the files that the process may have open. */
    static int atMost(int wanted) {
        long files = ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
        return (int) Math.max(1, Math.min(wanted, files / 2));
    }

    /** To be told of all that they do. */
    StrangersLog log() {
        return log;
    }

    void add(Channel socket) {
        Origin origin = Origin.of(ClientSocket.host(socket.remoteAddress()));
        put(socket, origin);
        socket.closeFuture().addListener(closed -> remove(socket));
        makeRoom();
    }

    /** It is a proxy's, and its client is somewhere else. */
    synchronized void move(Channel socket, Peer peer) {
        if (!origins.containsKey(socket)) return;
        remove(socket);
        put(socket, Origin.of(ClientSocket.host(peer.address())));
    }

    /** The client is known, or gone. */
    synchronized void remove(Channel socket) {
        Origin origin = origins.remove(socket);
        if (origin == null) return;
        Set<Channel> there = byOrigin.get(origin);
        there.remove(socket);
        if (there.isEmpty()) byOrigin.remove(origin);
    }

    synchronized int count() {
        return origins.size();
    }

    private synchronized void put(Channel socket, Origin origin) {
        origins.put(socket, origin);
        byOrigin.computeIfAbsent(origin, first -> new LinkedHashSet<>()).add(socket);
    }

    private void makeRoom() {
        Channel leaving;
        Origin from;
        synchronized (this) {
            if (origins.size() <= most) return;
            from = mostFrequent();
            leaving = byOrigin.get(from).iterator().next();
            remove(leaving);
        }
        log.warn("connection {} -> {} closed: more than {} clients have not logged in, and most of them are from {}",
                ClientSocket.text(leaving.remoteAddress()), ClientSocket.text(leaving.localAddress()), most, from);
        leaving.pipeline().fireUserEventTriggered(HAS_TO_LEAVE);
        leaving.close();
    }

    private Origin mostFrequent() {
        Origin found = null;
        int many = 0;
        for (Map.Entry<Origin, Set<Channel>> each : byOrigin.entrySet()) {
            if (each.getValue().size() <= many) continue;
            found = each.getKey();
            many = each.getValue().size();
        }
        return found;
    }
}
