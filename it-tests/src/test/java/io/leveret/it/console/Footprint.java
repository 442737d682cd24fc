package io.leveret.it.console;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import java.util.HashMap;
import java.util.Map;

/** What a page takes up after all that can be collected has been. */
record Footprint(double heap, double nodes, double listeners) {

    /** What nothing but garbage kept is garbage the next time. */
    private static final int COLLECTIONS = 3;

    static Footprint of(CDPSession session) {
        session.send("Performance.enable");
        for (int i = 0; i < COLLECTIONS; i++) session.send("HeapProfiler.collectGarbage");
        Map<String, Double> metrics = new HashMap<>();
        for (JsonElement each : session.send("Performance.getMetrics").getAsJsonArray("metrics")) {
            JsonObject metric = each.getAsJsonObject();
            metrics.put(metric.get("name").getAsString(), metric.get("value").getAsDouble());
        }
        return new Footprint(metrics.get("JSHeapUsedSize"), metrics.get("Nodes"), metrics.get("JSEventListeners"));
    }
}
