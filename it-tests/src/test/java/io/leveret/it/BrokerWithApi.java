package io.leveret.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.broker.Leveret;
import java.util.function.Supplier;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A broker with its management API: one for all tests of a class that registers this in a static field, else one for each. Each test
 * has a connection with a channel of its own, in confirm mode. All of it is there from the first time that somebody asks for it.
 */
final class BrokerWithApi implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    private final Supplier<Leveret> start;
    private boolean isShared;
    private Leveret broker;
    private Connection connection;
    private Channel channel;

    private BrokerWithApi(Supplier<Leveret> start) {
        this.start = start;
    }

    static BrokerWithApi inMemory() {
        return started(() -> Leveret.builder().inMemory().amqpPort(0).managementPort(0).start());
    }

    static BrokerWithApi started(Supplier<Leveret> start) {
        return new BrokerWithApi(start);
    }

    Leveret broker() {
        if (broker == null) broker = start.get();
        return broker;
    }

    /** For the administrator. */
    Api api() {
        return Api.of(broker());
    }

    Connection connection() {
        channel();
        return connection;
    }

    Channel channel() {
        if (channel == null) connect();
        return channel;
    }

    private void connect() {
        try {
            ConnectionFactory factory = new ConnectionFactory();
            factory.setUri(broker().amqpUri());
            connection = factory.newConnection();
            channel = connection.createChannel();
            channel.confirmSelect();
        } catch (Exception e) {
            throw new IllegalStateException("cannot connect", e);
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        isShared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (connection != null) connection.abort();
        connection = null;
        channel = null;
        if (!isShared) stop();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        stop();
    }

    private void stop() {
        if (broker != null) broker.close();
        broker = null;
    }
}
