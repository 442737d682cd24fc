package io.leveret.engine;

import io.leveret.engine.access.LoginBrake;
import io.leveret.engine.view.ClientConnection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What a broker knows of those who want to be let in, by whatever protocol they come. Callable from any thread. */
public final class Reception {

    private final LoginCounts counts = new LoginCounts();
    private final LoginEvents logins;
    private final LoginBrake brake = new LoginBrake(System::nanoTime);
    private final Set<ClientConnection> handshakes = ConcurrentHashMap.newKeySet();

    Reception(Events events) {
        this.logins = new LoginEvents(events, counts);
    }

    /** Clients that are not let in yet: whoever talks to them puts them here, and takes them out in the end. */
    public Set<ClientConnection> handshakes() {
        return handshakes;
    }

    /** To be told who logs in by other protocols than AMQP, and to be read. */
    public LoginCounts counts() {
        return counts;
    }

    /** To be asked whose password is to be looked at, and told what has come of it. */
    public LoginBrake brake() {
        return brake;
    }

    /** To be told who logs in. */
    public LoginEvents logins() {
        return logins;
    }
}
