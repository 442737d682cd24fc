package io.leveret.it.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Asks the broker from time to time what it takes. Its heap counts only when all garbage has just been collected. */
final class Sampler {
    private static final int COLLECTED = 6;

    /** What was seen, so many milliseconds after the beginning. */
    record Sample(long millis, Map<Measure, Double> values) {}

    private final Target target;
    private final long begin = System.nanoTime();
    private final List<Sample> samples = new ArrayList<>();

    Sampler(Target target) {
        this.target = target;
    }

    synchronized void take() throws IOException, InterruptedException {
        boolean isCollected = samples.size() % COLLECTED == 0 && collect();
        JsonNode node = target.change("GET", "/nodes", "").json().get(0);
        JsonNode overview = target.change("GET", "/overview", "").json();
        Map<Measure, Double> values = new EnumMap<>(Measure.class);
        for (Measure measure : Measure.values()) values.put(measure, measure.read(node, overview));
        if (!isCollected) values.put(Measure.HEAP, Double.NaN);
        samples.add(new Sample(elapsed().toMillis(), values));
    }

    Duration elapsed() {
        return Duration.ofNanos(System.nanoTime() - begin);
    }

    synchronized List<Sample> samples() {
        return List.copyOf(samples);
    }

    private boolean collect() throws IOException, InterruptedException {
        String pid = target.change("GET", "/nodes?columns=os_pid", "").json().at("/0/os_pid").asText();
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        return new ProcessBuilder(jcmd.toString(), pid, "GC.run").redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
    }
}
