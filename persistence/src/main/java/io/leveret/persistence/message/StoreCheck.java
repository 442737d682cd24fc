package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalCheck;
import io.leveret.persistence.journal.JournalCorruptedException;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.Lsn;
import io.leveret.persistence.journal.ReplayRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;

/** Looks through the messages of a stopped broker: what a start would find, and whether everything it needs is there. */
public final class StoreCheck implements JournalCheck.Findings {

    /** Is told of each damage. */
    public interface Damage {
        void found(String file, long offset, String what);
    }

    private static final String JOURNAL = "journal/";
    private static final String CHECKPOINTS = "checkpoint/";

    private final JournalFiles journal;
    private final JournalFiles checkpoints;
    private final Damage damage;
    private final DamagedPlaces places;
    private final Set<Long> segments = new HashSet<>();
    private final Set<Long> pieces = new HashSet<>(); // of bodies
    private final List<InPieces> inPieces = new ArrayList<>();
    private final List<String> setAside = new ArrayList<>();
    private final Set<String> known = new TreeSet<>();
    private Set<Long> usable = Set.of();
    private JournalCorruptedException refusal;
    private Recovery recovery = new Recovery(IndexSpill.NEVER);
    private long from = Lsn.START;
    private long goodCheckpoints;
    private long bytes;
    private long records;

    /** A message and where the pieces of its body should stand. */
    private record InPieces(long queue, long position, long[] pieces) {
    }

    /** @param names what a queue is called, by its id */
    public StoreCheck(JournalFiles journal, JournalFiles checkpoints, LongFunction<String> names, Damage damage) {
        this.journal = journal;
        this.checkpoints = checkpoints;
        this.damage = damage;
        this.places = new DamagedPlaces(names);
    }

    public void run() throws IOException {
        readCheckpoints();
        readJournal();
        new JournalCheck(journal, this).run();
        if (refusal != null) places.addUnlessKnown(fileOf(refusal.segment()), refusal.offset(), refusal.what());
        findMissing();
        findMissingPieces();
        places.tell(damage);
    }

    /** Why a start that is not to salvage would not go on. */
    public Optional<String> refusal() {
        return Optional.ofNullable(refusal).map(JournalCorruptedException::getMessage);
    }

    /** Segments of which it has been known before that they are damaged; what is needed of them can be read. */
    public Set<String> known() {
        return known;
    }

    public long checkpoints() {
        return goodCheckpoints;
    }

    public int segments() {
        return segments.size();
    }

    /** Of the segments in use. */
    public long bytes() {
        return bytes;
    }

    public long records() {
        return records;
    }

    public long messages() {
        return recovery.queues().stream().mapToLong(queue -> queue.index().count()).sum();
    }

    /** Of the messages' bodies, nearly. */
    public long bodyBytes() {
        return recovery.queues().stream().mapToLong(queue -> queue.index().bytes()).sum();
    }

    /** With messages. */
    public long queues() {
        return recovery.queues().stream().filter(queue -> !queue.index().isEmpty()).count();
    }

    /** How many messages are in queues that are not among these, by the queue. */
    public SortedMap<Long, Long> messagesBeside(Set<Long> queues) {
        SortedMap<Long, Long> messages = new TreeMap<>();
        for (StoredQueue queue : recovery.queues()) {
            if (!queue.index().isEmpty() && !queues.contains(queue.id())) messages.put(queue.id(), queue.index().count());
        }
        return messages;
    }

    /** Segments that were damaged and that nobody needs any more. */
    public List<String> setAside() {
        return setAside;
    }

    private void readCheckpoints() throws IOException {
        List<String> names = checkpoints.list().stream().filter(Checkpoints::isCheckpoint).sorted().toList();
        for (String name : names) {
            try {
                Checkpoints.Found found = Checkpoints.read(checkpoints, name, new Recovery(IndexSpill.NEVER));
                goodCheckpoints++;
                recovery = found.recovery(); // of the newest, as it comes last
                from = found.header().from();
            } catch (DamagedCheckpointException e) {
                damage.found(CHECKPOINTS + name, e.offset(), e.getMessage());
            }
        }
    }

    /** With damage in the way, as much as there is. */
    private void readJournal() throws IOException {
        ReplayRequest request = ReplayRequest.everything(recovery).from(from);
        try {
            usable = JournalCheck.replay(journal, request);
        } catch (JournalCorruptedException e) {
            refusal = e;
            usable = JournalCheck.replay(journal, request.salvaging());
        }
    }

    @Override
    public void segment(long sequence, JournalCheck.Contents contents) {
        segments.add(sequence);
        bytes += contents.bytes();
        records += contents.records();
        for (StoredQueue queue : recovery.queues()) {
            queue.index().visitSegments(Set.of(sequence), Long.MIN_VALUE, Integer.MAX_VALUE, (position, location, size) -> {
                int offset = Location.offset(location);
                if (!contents.hasMessageAt(offset)) places.unreadable(fileOf(sequence), offset, queue.id(), position);
                contents.piecesOf(offset).ifPresent(all -> inPieces.add(new InPieces(queue.id(), position, all)));
            });
        }
        for (int offset : contents.pieces()) pieces.add(Lsn.of(sequence, offset));
    }

    @Override
    public void damaged(String file, long at, long to, String what) {
        boolean isRefused = refusal != null && JournalCheck.fileOf(refusal.segment()).equals(file);
        if (!known.contains(JOURNAL + file) || isRefused) places.add(JOURNAL + file, at, to, what);
    }

    @Override
    public void known(String file) {
        known.add(JOURNAL + file);
    }

    @Override
    public void setAside(String file) {
        setAside.add(JOURNAL + file);
    }

    private void findMissing() {
        for (StoredQueue queue : recovery.queues()) {
            queue.index().forEachSegment((segment, messages) -> {
                if (segments.contains(segment) && usable.contains(segment)) return;
                String what = segments.contains(segment) ? "a start does not go on with the segment" : "the segment is missing";
                places.allUnreadable(fileOf(segment), what, queue.id(), messages);
                if (refusal == null) refusal = new JournalCorruptedException(segment, 0, what + ", with messages in it");
            });
        }
    }

    private void findMissingPieces() {
        for (InPieces message : inPieces) {
            Arrays.stream(message.pieces).filter(piece -> !pieces.contains(piece)).findFirst().ifPresent(piece ->
                    places.unreadable(fileOf(Lsn.segment(piece)), Lsn.offset(piece), message.queue, message.position));
        }
    }

    private static String fileOf(long segment) {
        return JOURNAL + JournalCheck.fileOf(segment);
    }
}
