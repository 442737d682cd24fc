package io.leveret.api;

import io.leveret.engine.view.MemoryInfo;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the memory of the node is used for: parts that do not overlap, and what they come to. */
final class NodeMemory {

    private final Map<String, Long> parts = new LinkedHashMap<>();
    private final Map<String, Long> total = new LinkedHashMap<>();

    NodeMemory(MemoryInfo memory) {
        long outside = memory.direct() + memory.classes() + memory.code() + memory.otherNonHeap();
        long used = memory.heapUsed() + outside;
        long allocated = memory.heapCommitted() + outside;
        parts.put("messages", memory.messages());
        parts.put("other_heap", memory.heapUsed() - memory.messages());
        parts.put("direct", memory.direct());
        parts.put("metaspace", memory.classes());
        parts.put("code", memory.code());
        parts.put("other_system", memory.otherNonHeap());
        parts.put("allocated_unused", Math.max(0, memory.heapCommitted() - memory.heapUsed()));
        parts.put("reserved_unallocated", Math.max(0, memory.resident().orElse(allocated) - allocated));
        total.put("erlang", used);
        total.put("rss", memory.resident().orElse(0));
        total.put("allocated", allocated);
    }

    /** Bytes. */
    Map<String, Object> absolute() {
        Map<String, Object> shown = new LinkedHashMap<>(parts);
        shown.put("strategy", "rss");
        shown.put("total", total);
        return shown;
    }

    /** Of the largest of the totals, in percent; what is there at all counts for at least one. */
    Map<String, Object> relative() {
        long all = total.values().stream().mapToLong(Long::longValue).max().orElse(0);
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("total", 100);
        parts.forEach((name, bytes) -> shown.put(name, bytes == 0 ? 0 : Math.max(1, Math.round(100.0 * bytes / all))));
        return shown;
    }
}
