package io.leveret.broker;

import io.leveret.broker.rehearsal.AmqpVisit;
import io.leveret.broker.rehearsal.HttpVisit;
import java.io.IOException;

/**
 * Starts the broker, has it visited by clients of both kinds, and ends it, for the JVM to write down what a start and the first
 * clients need; see {@code ./leveret}. It is always an empty broker with the default user.
 */
final class Rehearsal {

    private static final int FAILED = 1;

    private Rehearsal() {}

    public static void main(String[] arguments) {
        BrokerServer server = Main.serve(arguments);
        String user = Settings.DEFAULT_USER.defaultText();
        String password = Settings.DEFAULT_PASSWORD.defaultText();
        try {
            AmqpVisit.pay(server.amqpAddress(), user, password);
            if (server.managementAddress().isPresent()) {
                server.awaitManagement();
                HttpVisit.pay(server.managementAddress().get(), user, password);
            }
            System.exit(0);
        } catch (IOException | RuntimeException e) {
            System.err.println("the rehearsal failed: " + e);
            System.exit(FAILED);
        }
    }
}
