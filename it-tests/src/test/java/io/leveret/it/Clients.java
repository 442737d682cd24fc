package io.leveret.it;

import com.rabbitmq.client.AddressResolver;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeoutException;

/** What one test has opened. Its connection and channel are the same however often a test asks for them. */
final class Clients implements AutoCloseable {
    private static final int CLOSE_TIMEOUT_MILLIS = 2_000;

    private final BrokerAddress address;
    private final List<Connection> connections = new CopyOnWriteArrayList<>();
    private final List<WireClient> wires = new ArrayList<>();
    private final RememberingFactory factory = new RememberingFactory();
    private final Names names = new Names(factory);
    private Connection connection;
    private Channel channel;
    private Admin admin;

    Clients(BrokerAddress address) {
        this.address = address;
        address.applyTo(factory);
    }

    ConnectionFactory factory() {
        return factory;
    }

    Connection connection() {
        if (connection == null) connection = openConnection();
        return connection;
    }

    Channel channel() {
        if (channel == null) channel = openChannel();
        return channel;
    }

    Names names() {
        return names;
    }

    Admin admin(AccessControl control) {
        if (admin == null) admin = new Admin(control, address, factory);
        return admin;
    }

    WireClient wire() {
        WireClient wire = WireClient.connect(address);
        wires.add(wire);
        return wire;
    }

    @Override
    public void close() throws IOException, TimeoutException {
        connections.forEach(opened -> opened.abort(CLOSE_TIMEOUT_MILLIS));
        wires.forEach(WireClient::close);
        names.close();
        if (admin != null) admin.close();
    }

    private Connection openConnection() {
        try {
            return factory.newConnection();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        } catch (TimeoutException error) {
            throw new IllegalStateException("the broker does not finish the handshake", error);
        }
    }

    private Channel openChannel() {
        try {
            return connection().createChannel();
        } catch (IOException error) {
            throw new UncheckedIOException(error);
        }
    }

    /** Every other {@code newConnection} of the client ends in this one. */
    private final class RememberingFactory extends ConnectionFactory {
        @Override
        public Connection newConnection(ExecutorService executor, AddressResolver resolver, String name)
                throws IOException, TimeoutException {
            Connection opened = super.newConnection(executor, resolver, name);
            connections.add(opened);
            return opened;
        }
    }
}
