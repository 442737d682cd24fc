package io.leveret.it;

import java.net.URI;
import org.opentest4j.TestAbortedException;

/** The broker that the tests of one class share: started for them, or merely visited. */
interface BrokerUnderTest extends AutoCloseable {
    /** Names the broker to visit instead of starting one. */
    String URI_PROPERTY = "leveret.it.uri";

    BrokerAddress address();

    @Override
    void close();

    static BrokerUnderTest start() {
        return isVisiting() ? new Visited(BrokerAddress.of(URI.create(System.getProperty(URI_PROPERTY)))) : embedded();
    }

    static boolean isVisiting() {
        return System.getProperty(URI_PROPERTY) != null;
    }

    private static BrokerUnderTest embedded() {
        throw new TestAbortedException("name a broker with -D" + URI_PROPERTY);
    }

    /** Not ours to stop. */
    record Visited(BrokerAddress address) implements BrokerUnderTest {
        @Override
        public void close() {}
    }
}
