package io.leveret.it;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeoutException;

/** Virtual hosts and users for one test, with names that no other uses; they are deleted after it. */
public final class Admin implements AutoCloseable {
    static final String PASSWORD = "secret";

    private final AccessControl control;
    private final BrokerAddress address;
    private final ConnectionFactory factory;
    private final List<String> virtualHosts = new ArrayList<>();
    private final List<String> users = new ArrayList<>();

    Admin(AccessControl control, BrokerAddress address, ConnectionFactory factory) {
        this.control = control;
        this.address = address;
        this.factory = factory;
    }

    AccessControl control() {
        return control;
    }

    /** A new virtual host, where the user that tests log in as may do everything. */
    String virtualHost() {
        String name = "it-" + UUID.randomUUID();
        virtualHosts.add(name);
        control.addVirtualHost(name);
        control.permit(address.user(), name, ".*", ".*", ".*");
        return name;
    }

    /** A new user, who may do nothing yet. */
    String user(String... tags) {
        String name = "it-" + UUID.randomUUID();
        users.add(name);
        control.putUser(name, PASSWORD, tags);
        return name;
    }

    /** Logs in as the user that tests log in as. */
    Connection connect(String virtualHost) throws IOException, TimeoutException {
        return connect(address.user(), address.password(), virtualHost);
    }

    /** Logs in as one of the users made here. */
    Connection connectAs(String user, String virtualHost) throws IOException, TimeoutException {
        return connect(user, PASSWORD, virtualHost);
    }

    /** How the broker keeps a user out of a virtual host. */
    Refusal refusalOf(String user, String virtualHost) throws TimeoutException {
        try {
            connectAs(user, virtualHost);
        } catch (IOException refused) {
            if (refused.getCause() instanceof ShutdownSignalException signal) return Refusal.of(signal);
            throw new AssertionError(refused);
        }
        throw new AssertionError(user + " may connect to " + virtualHost);
    }

    private Connection connect(String user, String password, String virtualHost) throws IOException, TimeoutException {
        factory.setUsername(user);
        factory.setPassword(password);
        factory.setVirtualHost(virtualHost);
        try {
            return factory.newConnection();
        } finally {
            address.applyTo(factory);
            factory.setVirtualHost("/");
        }
    }

    @Override
    public void close() {
        users.forEach(control::deleteUser);
        virtualHosts.forEach(control::deleteVirtualHost);
    }
}
