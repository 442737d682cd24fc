package io.leveret.it.soak;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;

/** What must stay the same, where the API tells it, and by how much more it may be in the end than in the beginning. */
enum Measure {
    HEAP("live heap, MiB", "/mem_used", 0.10, 8 << 20),
    RESIDENT("resident, MiB", "/jvm/resident", 0.10, 32 << 20),
    DIRECT("direct memory, MiB", "/jvm/direct_used", 0.10, 16 << 20),
    DISK("journal on disk, MiB", "/storage/disk_bytes", 0.25, 192 << 20),
    SCRATCH("scratch on disk, MiB", "/storage/scratch_bytes", 0, 64 << 20),
    THREADS("threads", "/proc_used", 0, 4),
    FILES("open files", "/fd_used", 0, 16),
    CONNECTIONS("connections", "/object_totals/connections", 0, 3),
    CHANNELS("channels", "/object_totals/channels", 0, 5),
    QUEUES("queues", "/object_totals/queues", 0, 5),
    EXCHANGES("exchanges", "/object_totals/exchanges", 0, 3),
    CONSUMERS("consumers", "/object_totals/consumers", 0, 5);

    private final String title;
    private final String pointer;
    private final double relativeRoom;
    private final long room;

    Measure(String title, String pointer, double relativeRoom, long room) {
        this.title = title;
        this.pointer = pointer;
        this.relativeRoom = relativeRoom;
        this.room = room;
    }

    String title() {
        return title;
    }

    /** Not a number if the broker does not tell, as one in memory does of its disk. */
    double read(JsonNode node, JsonNode overview) {
        JsonNode value = pointer.startsWith("/object_totals") ? overview.at(pointer) : node.at(pointer);
        return value.isNumber() ? value.doubleValue() : Double.NaN;
    }

    double most(double first) {
        return first * (1 + relativeRoom) + room;
    }

    String show(double value) {
        if (Double.isNaN(value)) return "-";
        return String.format(Locale.ROOT, "%.1f", title.endsWith("MiB") ? value / (1 << 20) : value);
    }
}
