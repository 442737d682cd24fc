package io.leveret.it;

import io.leveret.broker.Leveret;
import java.net.URI;

/** The broker that the tests of one class share: started for them, or merely visited. */
interface BrokerUnderTest extends AutoCloseable {
    /** Names the broker to visit instead of starting one. */
    String URI_PROPERTY = "leveret.it.uri";

    BrokerAddress address();

    AccessControl accessControl();

    @Override
    void close();

    static BrokerUnderTest start() {
        return isVisiting() ? new Visited(BrokerAddress.of(URI.create(System.getProperty(URI_PROPERTY)))) : embedded();
    }

    static boolean isVisiting() {
        return System.getProperty(URI_PROPERTY) != null;
    }

    /** With so many threads that publisher, queue and consumer have each their own, whatever the machine. */
    private static BrokerUnderTest embedded() {
        return new Embedded(Leveret.builder().inMemory().amqpPort(0).set("amqp.threads", "3").start());
    }

    /** Starts with the class and goes with it. */
    record Embedded(Leveret broker) implements BrokerUnderTest {
        @Override
        public BrokerAddress address() {
            return new BrokerAddress(broker.host(), broker.amqpPort(), "guest", "guest");
        }

        @Override
        public AccessControl accessControl() {
            return new EmbeddedAccessControl(broker.administration());
        }

        @Override
        public void close() {
            broker.close();
        }
    }

    /** Not ours to stop. */
    record Visited(BrokerAddress address) implements BrokerUnderTest {
        @Override
        public AccessControl accessControl() {
            return new HttpAccessControl(address);
        }

        @Override
        public void close() {}
    }
}
