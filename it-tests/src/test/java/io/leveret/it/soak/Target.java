package io.leveret.it.soak;

import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import io.leveret.it.Api;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;

/** The broker, where a virtual host belongs to the soak alone. */
record Target(URI amqp, Api api) {
    static final String HOST = "soak";

    Connection connect(String name) throws Exception {
        return factory().newConnection(name);
    }

    /** Connects, does something, and is gone without a word. */
    void connectAndVanish(Using using) throws Exception {
        AtomicReference<Socket> socket = new AtomicReference<>();
        ConnectionFactory factory = factory();
        factory.setSocketConfigurator(socket::set);
        Connection connection = factory.newConnection("vanishing");
        using.run(connection);
        socket.get().close();
        connection.abort();
    }

    /** What somebody does with a connection. */
    interface Using {
        void run(Connection connection) throws Exception;
    }

    void prepare() {
        change("PUT", "/vhosts/" + HOST, "{}");
        change("PUT", "/permissions/" + HOST + "/" + api.user(), "{\"configure\":\".*\",\"write\":\".*\",\"read\":\".*\"}");
    }

    void clear() {
        change("DELETE", "/vhosts/" + HOST, "");
    }

    /** @throws AssertionError if it is refused */
    Api.Reply change(String method, String path, String json) {
        Api.Reply reply = api.send(method, path, json);
        if (reply.status() >= 300) throw new AssertionError(method + " " + path + ": " + reply.status() + " " + reply.body());
        return reply;
    }

    private ConnectionFactory factory() throws Exception {
        ConnectionFactory factory = new ConnectionFactory();
        factory.setUri(amqp);
        factory.setVirtualHost(HOST);
        factory.setAutomaticRecoveryEnabled(false);
        return factory;
    }
}
