package io.leveret.persistence.journal;

import java.util.ArrayList;
import java.util.List;

/** Gives chunks back to the producers whose they are, and calls each of these once. The writer's own. */
final class Returns {

    private final Intake intake;
    private final List<JournalProducer> toCall = new ArrayList<>();
    private long bytes;

    Returns(Intake intake) {
        this.intake = intake;
    }

    /** What these hold is as durable as it has to be. */
    void add(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            bytes += chunk.memory();
            JournalProducer producer = chunk.producer();
            producer.done(chunk);
            if (!toCall.contains(producer)) toCall.add(producer);
        }
    }

    void call() {
        for (JournalProducer producer : toCall) JournalWriter.run(producer::call);
        toCall.clear();
        intake.stored(bytes);
        bytes = 0;
        intake.runDrained();
    }
}
