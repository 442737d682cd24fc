package io.leveret.it;

import io.leveret.broker.Administration;
import io.leveret.broker.Leveret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A broker in a process of its own, so that it can be killed, with things that only an administrator can set. Says where it
 * listens and what its parameters are, and closes when there is nothing more on its standard input.
 */
final class AdministeredBroker {

    private AdministeredBroker() {}

    /** @param arguments the data directory, and a prefix of names for what is to be set, if anything is */
    public static void main(String[] arguments) throws Exception {
        try (Leveret broker = Leveret.builder().dataDir(Path.of(arguments[0])).amqpPort(0).set("persistence.disk-free-limit", "0").start()) {
            Administration administration = broker.administration();
            if (arguments.length > 1) administer(administration, arguments[1]);
            System.out.println(broker.amqpUri() + " " + administration.globalParameters()
                    + administration.parameters("/", "shovel"));
            while (System.in.read() >= 0) continue;
        }
    }

    private static void administer(Administration administration, String prefix) {
        String host = prefix + "host";
        String user = prefix + "user";
        administration.setPolicy("/", prefix + "policy", "^" + prefix + "under", "queues", 0, Map.of("max-length", 2))
                .setOperatorPolicy("/", prefix + "policy", "^" + prefix + "operated", "queues", 0, Map.of("max-length", 1))
                .setPolicy("/", prefix + "late", "^" + prefix + "late", "exchanges", 0, Map.of("delayed-message", true))
                .addVirtualHost(host).putUser(user, "secret").setTags(user, "monitoring")
                .permit(user, host, "^mine", "^(mine|amq\\.topic)", "^(mine|amq\\.topic)")
                .permitTopics(user, host, "amq.topic", "^good", "").limitUser(user, 1, 2).limitVirtualHost(host, -1, 1)
                .setParameter("/", "shovel", prefix + "shovel", Map.of("uris", List.of("amqp://")))
                .setGlobalParameter(prefix + "global", List.of(1, true));
    }
}
