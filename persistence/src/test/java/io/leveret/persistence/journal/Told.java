package io.leveret.persistence.journal;

import java.util.ArrayList;
import java.util.List;

/** Writes down, as text, what a producer is told. */
final class Told implements JournalProducer.Listener {

    final List<String> lines = new ArrayList<>();

    @Override
    public void written(long from, long to, long lsn) {
        lines.add("written " + from + "-" + to);
    }

    @Override
    public void stored(long position) {
        lines.add("stored " + position);
    }
}
