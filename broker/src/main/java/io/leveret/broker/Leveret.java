package io.leveret.broker;

import io.leveret.persistence.journal.SyncPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A broker inside your own program, several side by side if you like:
 * <pre>{@code
 * try (Leveret broker = Leveret.builder().inMemory().amqpPort(0).start()) {
 *     connectionFactory.setUri(broker.amqpUri());
 * }
 * }</pre>
 * It configures no logging, reads no environment and prints nothing.
 */
public final class Leveret implements AutoCloseable {

    private final BrokerServer server;

    private Leveret(BrokerServer server) {
        this.server = server;
    }

    /** Starts from the same defaults as the program, data directory included. */
    public static Builder builder() {
        return new Builder();
    }

    /** The address that clients can reach. */
    public String host() {
        InetAddress address = server.amqpAddress().getAddress();
        return (address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address).getHostAddress();
    }

    /** The real port, also when 0 was asked for. */
    public int amqpPort() {
        return server.amqpAddress().getPort();
    }

    public URI amqpUri() {
        return ServiceUri.amqp(new InetSocketAddress(host(), amqpPort()));
    }

    /** Where AMQP is spoken over TLS, if {@code listeners.ssl.default} has asked for it. */
    public Optional<URI> amqpsUri() {
        return server.tlsAddress().map(address -> ServiceUri.amqps(new InetSocketAddress(host(), address.getPort())));
    }

    /** Where the management API answers, if {@link Builder#managementPort} has asked for one. */
    public Optional<URI> managementUri() {
        return server.managementAddress().map(ServiceUri::http);
    }

    /** Where the management API answers over TLS, if {@code management.ssl.port} has asked for it. */
    public Optional<URI> secureManagementUri() {
        return server.secureManagementAddress().map(ServiceUri::https);
    }

    /** Where metrics have a port of their own, if {@link Builder#metricsPort} has asked for one. */
    public Optional<URI> metricsUri() {
        return server.metricsAddress().map(ServiceUri::http);
    }

    /** Users, permissions and virtual hosts, to be changed while the broker runs. */
    public Administration administration() {
        return server.administration();
    }

    /**
     * From now on publishers are blocked while the data directory's disk has less room than this.
     *
     * @param bytes 0 for no limit
     */
    public void setDiskFreeLimit(long bytes) {
        server.setDiskFreeLimit(bytes);
    }

    /**
     * From now on messages are confirmed as this says; a restart goes by the setting {@code persistence.sync} again.
     *
     * @param policy as in the setting: {@code group}, {@code group:<microseconds>}, {@code interval:<milliseconds>}, {@code os}
     * @throws IllegalArgumentException when it is none
     */
    public void setSync(String policy) {
        server.setSync(SyncPolicy.parse(policy));
    }

    /** Closes all connections and frees the ports and the data directory; again is harmless. */
    @Override
    public void close() {
        server.close();
    }

    /** Says how the broker shall differ from the defaults. */
    public static final class Builder {

        private final Map<String, String> settings = new LinkedHashMap<>();
        private boolean inMemory;
        private Consumer<Administration> beforehand = administration -> { };

        private Builder() {
            set(Settings.MANAGEMENT_ENABLED.key(), "false"); // takes a second to start, and a port
            set(Settings.METRICS_ENABLED.key(), "false");
            set(Settings.HIGH_WATERMARK.key(), "100%"); // what else is in the heap is no reason to block publishers
        }

        /** Keeps nothing on disk, and so cannot have a data directory. */
        public Builder inMemory() {
            inMemory = true;
            return this;
        }

        /**
         * The data directory, for one broker at a time; {@code ./leveret-data} unless said.
         */
        public Builder dataDir(Path directory) {
            return set(Settings.DATA_DIR.key(), directory.toString());
        }

        public Builder bind(String address) {
            return set("bind", address);
        }

        /** 0, the safe choice in tests, takes a free one. */
        public Builder amqpPort(int port) {
            return set("amqp-port", String.valueOf(port));
        }

        /** Has the broker offer RabbitMQ's HTTP API, on the loopback interface unless {@code management.host} says otherwise; 0 takes a free port. */
        public Builder managementPort(int port) {
            return set(Settings.MANAGEMENT_ENABLED.key(), "true").set(Settings.MANAGEMENT_PORT.key(), String.valueOf(port));
        }

        /** Gives metrics a port of their own; they are beside the management API, without which there are none. 0 takes a free port. */
        public Builder metricsPort(int port) {
            return set(Settings.METRICS_ENABLED.key(), "true").set(Settings.METRICS_PORT.key(), String.valueOf(port));
        }

        /** Adds a virtual host, in which the default user may do everything. */
        public Builder virtualHost(String name) {
            return beforehand(administration -> administration.addVirtualHost(name).permitDefaultUser(name));
        }

        /** Adds a user, who may do nothing until {@link #permission} says so; one that is there gets this password and these tags. */
        public Builder user(String name, String password, String... tags) {
            return beforehand(administration -> administration.putUser(name, password, tags));
        }

        /** Says what a user may do in a virtual host, as three regular expressions over the names of queues and exchanges. */
        public Builder permission(String user, String virtualHost, String configure, String write, String read) {
            return beforehand(administration -> administration.permit(user, virtualHost, configure, write, read));
        }

        /** Any other setting, by its key in the configuration file: {@code set("amqp.heartbeat", "5 s")}. */
        public Builder set(String key, String value) {
            if (Settings.ALL.stream().noneMatch(setting -> setting.key().equals(key))) {
                throw new ConfigurationException("builder", "there is no setting '" + key + "'");
            }
            settings.put(key, value);
            return this;
        }

        private Builder beforehand(Consumer<Administration> task) {
            beforehand = beforehand.andThen(task);
            return this;
        }

        /**
         * Returns when the broker accepts connections.
         *
         * @throws ConfigurationException when a value makes no sense
         * @throws IllegalArgumentException when a permission is no regular expression that can be searched for safely
         * @throws java.util.NoSuchElementException when a permission is for a user or virtual host that is not there
         * @throws StartupException when the port or the data directory is not to be had
         */
        public Leveret start() {
            if (inMemory && settings.containsKey(Settings.DATA_DIR.key())) {
                throw new ConfigurationException("builder", "inMemory() and a data directory exclude each other");
            }
            SettingSource given = setting -> Optional.ofNullable(settings.get(setting.key()))
                    .map(text -> new SettingSource.Given(text, SettingSource.Source.PROGRAM, "builder"));
            ChosenSettings chosen = ChosenSettings.from(List.of(given, SettingSource.defaults()));
            BrokerServer server = inMemory
                    ? BrokerServer.inMemory(chosen, beforehand)
                    : BrokerServer.onDisk(chosen, beforehand);
            server.start();
            try {
                server.awaitManagement();
            } catch (StartupException e) {
                server.close();
                throw e;
            }
            return new Leveret(server);
        }
    }
}
