package io.leveret.api;

import io.leveret.engine.view.StorageHealth;
import java.util.LinkedHashMap;
import java.util.Map;

/** How the place where messages are kept is doing, in milliseconds and bytes. RabbitMQ has no words for most of it. */
final class StorageJson {

    private static final double MILLI = 1e6;

    private StorageJson() {
    }

    static Map<String, Object> of(StorageHealth storage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sync", storage.syncPolicy());
        json.put("sync_median", storage.forces().medianNanos() / MILLI);
        json.put("sync_p99", storage.forces().p99Nanos() / MILLI);
        json.put("sync_longest", storage.forces().longestNanos() / MILLI);
        json.put("records_written", storage.writes().records());
        json.put("waiting_bytes", storage.writes().bytesOnTheWay());
        json.put("busy", storage.writes().busy());
        json.put("segments", storage.files().segments());
        json.put("spare_segments", storage.files().spareSegments());
        json.put("live_bytes", storage.files().liveBytes());
        json.put("disk_bytes", storage.files().diskBytes());
        json.put("scratch_bytes", storage.files().scratchBytes());
        json.put("full", storage.files().full());
        json.put("checkpoints", storage.checkpoints().count());
        if (storage.checkpoints().lastMillis() > 0) json.put("checkpoint_at", storage.checkpoints().lastMillis());
        json.put("checkpoint_time", storage.checkpoints().lastNanos() / MILLI);
        json.put("checkpoint_bytes", storage.checkpoints().lastBytes());
        json.put("damaged_messages", storage.damaged());
        return json;
    }
}
