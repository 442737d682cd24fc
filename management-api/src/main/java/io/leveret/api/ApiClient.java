package io.leveret.api;

import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.view.ClientConnection;

/** A user of the API as the engine sees clients. Used by one thread, for one request. */
final class ApiClient implements ClientConnection {

    private final User user;
    private final VirtualHost virtualHost;
    private final Rights rights;

    ApiClient(Broker broker, User user, VirtualHost virtualHost) {
        this.user = user;
        this.virtualHost = virtualHost;
        this.rights = new UserRights(broker.permissions(), user.name(), virtualHost.name());
    }

    VirtualHost virtualHost() {
        return virtualHost;
    }

    User user() {
        return user;
    }

    @Override
    public String name() {
        return "the management API";
    }

    @Override
    public String userName() {
        return user.name();
    }

    @Override
    public Rights rights() {
        return rights;
    }

    /** There is nothing to close: it is gone when the request is answered. */
    @Override
    public void close(String reason) {
    }
}
