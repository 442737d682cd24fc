package io.leveret.benchmarks.broker;

import io.leveret.codec.method.QueueMethod;
import io.leveret.codec.value.FieldTable;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A broker with its own JVM, so that its CPU, its heap and its writes are its own. */
final class BrokerProcess implements AutoCloseable {

    private final Process process;
    private final int port;
    private final double readyMillis;
    private final String ready;

    private BrokerProcess(Process process, String ready, double readyMillis) {
        this.process = process;
        this.ready = ready;
        this.port = port("amqp://");
        this.readyMillis = readyMillis;
    }

    static BrokerProcess start(Path data, String heap, String sync) throws IOException {
        return start(data, heap, sync, false); // the API would start while we measure
    }

    /** With the management API, which need not answer yet. */
    static BrokerProcess startManaged(Path data, String heap) throws IOException {
        return start(data, heap, "group", true);
    }

    private static BrokerProcess start(Path data, String heap, String sync, boolean isManaged) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java"), "-Xmx" + heap));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream().filter(flag -> flag.startsWith("--")).forEach(command::add);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "io.leveret.broker.Main",
                "--amqp-port", "0", "--management-port", "0", "--log-level", "warn", "--data-dir", data.toString()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("LEVERET_PERSISTENCE_SYNC", sync);
        builder.environment().put("LEVERET_PERSISTENCE_DISK_FREE_LIMIT", "0");
        builder.environment().put("LEVERET_MANAGEMENT_ENABLED", String.valueOf(isManaged));
        builder.environment().put("LEVERET_PROMETHEUS_ENABLED", "false");
        long before = System.nanoTime();
        Process process = builder.start();
        String line = process.inputReader().readLine();
        if (line == null) throw new IOException("the broker did not start");
        double ready = (System.nanoTime() - before) / 1e6;
        return new BrokerProcess(process, line, ready);
    }

    private int port(String scheme) {
        Matcher port = Pattern.compile(scheme + "[^ ]*:(\\d+)").matcher(ready);
        if (!port.find()) throw new IllegalStateException("no " + scheme + " in: " + ready);
        return Integer.parseInt(port.group(1));
    }

    int managementPort() {
        return port("http://");
    }

    int port() {
        return port;
    }

    /** From the start of the process to its ready line. */
    double readyMillis() {
        return readyMillis;
    }

    double cpuSeconds() {
        return process.info().totalCpuDuration().orElseThrow().toNanos() / 1e9;
    }

    /** Durable queues. */
    void declare(String... queues) throws IOException {
        try (Link link = new Link(port)) {
            for (String queue : queues) link.ask(new QueueMethod.Declare(queue, false, true, false, false, false, FieldTable.EMPTY));
        }
    }

    /** Bytes of the heap that are left when garbage has been collected. */
    long liveHeap() throws IOException {
        ask("GC.run");
        Matcher used = Pattern.compile("used (\\d+)K").matcher(ask("GC.heap_info"));
        if (!used.find()) throw new IOException("jcmd does not tell of the heap");
        return Long.parseLong(used.group(1)) * 1024;
    }

    private String ask(String command) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process asked = new ProcessBuilder(jcmd, String.valueOf(process.pid()), command).start();
        return new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Asks it to end, and returns how long that took, in milliseconds. */
    double stop() {
        long before = System.nanoTime();
        process.destroy();
        process.onExit().completeOnTimeout(process, 60, TimeUnit.SECONDS).join();
        return (System.nanoTime() - before) / 1e6;
    }

    @Override
    public void close() {
        stop();
        process.destroyForcibly();
    }
}
