package io.leveret.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.leveret.persistence.check.DirectoryCheck;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The program: a command line in; a ready line on stdout or one complaint on stderr out. */
public final class Main {

    private static final int COULD_NOT_START = 1;
    private static final int WRONG_USAGE = 2;
    private static final int DAMAGED = 3;

    /** Java lets clients of TLS 1.2 have keys agreed on again and again, which costs them less than us. */
    private static final String NO_NEW_KEYS = "jdk.tls.rejectClientInitiatedRenegotiation";

    /** Java refuses clients that ask for a name with an underscore, or a dot at its end. Which certificate is shown is no business of its. */
    private static final String IGNORED_EXTENSIONS = "jdk.tls.server.disableExtensions";

    private final Map<String, String> environment;
    private final PrintStream out;

    private Main(Map<String, String> environment, PrintStream out) {
        this.environment = environment;
        this.out = out;
    }

    public static void main(String[] arguments) {
        // Not System.out: whatever the locale, a script that waits for the ready line finds it in UTF-8.
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), true, UTF_8);
        try {
            new Main(System.getenv(), out).run(Arguments.parse(arguments));
        } catch (ConfigurationException e) {
            fail(e, WRONG_USAGE);
        } catch (StartupException e) {
            fail(e, COULD_NOT_START);
        }
    }

    /** What main does to run a broker, for who wants to know where it listens. */
    static BrokerServer serve(String... arguments) {
        Map<String, String> environment = System.getenv();
        return new Main(environment, System.out).serve(Arguments.parse(arguments).settings(environment));
    }

    private void run(Arguments arguments) {
        switch (arguments.command()) {
            case HELP -> out.print(arguments.help());
            case VERSION -> out.println("Leveret " + Version.current());
            case CONFIG -> explain(arguments.settings(environment));
            case CHECK -> check(arguments.settings(environment).value(Settings.DATA_DIR));
            case SERVER -> serve(arguments.settings(environment));
        }
    }

    /** What a start would refuse is refused here too. */
    private void explain(ChosenSettings settings) {
        Logging.toStderr(LogLevel.OFF); // what is wrong is said in one line
        BrokerConfig config = BrokerConfig.of(settings);
        SecureDoors.tryCertificates(config);
        config.doubt().ifPresent(doubt -> System.err.println("leveret: " + doubt));
        Arguments.unknownVariables(environment).forEach(name -> System.err.println("leveret: " + unknown(name)));
        out.print(settings.explain());
    }

    private void check(Path directory) {
        Logging.toStderr(LogLevel.OFF); // what there is to say is said on stdout
        try {
            switch (DirectoryCheck.run(directory, out)) {
                case WHOLE -> { }
                case DAMAGED -> System.exit(DAMAGED);
                case REFUSED -> System.exit(COULD_NOT_START);
            }
        } catch (IOException e) {
            throw new StartupException(e.getMessage(), e);
        }
    }

    private static String unknown(String variable) {
        return "environment variable " + variable + ": there is no such setting" + Misspelling.ofVariable(variable);
    }

    private BrokerServer serve(ChosenSettings settings) {
        System.getProperties().putIfAbsent(NO_NEW_KEYS, "true");
        System.getProperties().putIfAbsent(IGNORED_EXTENSIONS, "server_name");
        Logging.toStderr(settings.value(Settings.LOG_LEVEL));
        Logger log = LoggerFactory.getLogger(Main.class);
        LogRing kept = new LogRing();
        Logging.keep(kept);
        BrokerServer server = BrokerServer.onDisk(settings, nothing -> { });
        server.logsTo(kept);
        Shutdown shutdown = new Shutdown(server);
        shutdown.install();
        server.whenStorageFails(shutdown::afterFailure);
        try {
            server.start();
        } catch (RuntimeException e) {
            shutdown.remove();
            throw e;
        }
        Arguments.unknownVariables(environment).forEach(name -> log.warn(unknown(name)));
        long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
        out.println("Leveret " + Version.current() + " ready in " + millis + " ms · " + uris(server));
        return server;
    }

    /** AMQP does not wait for the management API, which says in the log when it answers. */
    private static String uris(BrokerServer server) {
        String amqp = ServiceUri.amqp(server.amqpAddress()).toString();
        return server.managementAddress().map(address -> amqp + " · " + ServiceUri.http(address) + " (starting)").orElse(amqp);
    }

    private static void fail(RuntimeException e, int exitCode) {
        Logging.end(); // what was logged comes before
        System.err.println("leveret: " + e.getMessage());
        System.exit(exitCode);
    }
}
