package io.leveret.persistence.message;

import io.leveret.persistence.journal.JournalFile;
import io.leveret.persistence.journal.JournalFiles;
import io.leveret.persistence.journal.Lsn;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The files of the checkpoints, of which two are kept: should the newer one be damaged, the older one will do. */
final class Checkpoints {

    private static final Logger log = LoggerFactory.getLogger(Checkpoints.class);

    private static final Pattern NAME = Pattern.compile("ckpt-(\\d{12,18})");
    private static final String UNFINISHED = ".tmp";
    private static final int KEPT = 2;

    /** A checkpoint that was found good, and what it says. */
    record Found(CheckpointFile.Header header, Recovery recovery, long messages) {
    }

    /** A checkpoint that is on disk. */
    private record Kept(long number, long from) {
    }

    private final JournalFiles files;
    private final IndexSpill spill;
    private final CheckpointRoom room;
    private final List<Kept> kept = new ArrayList<>(); // rising
    private final List<Long> others = new ArrayList<>(); // an older one, and damaged ones: they go when there are two new ones
    private long nextNumber = 1;
    private boolean usesRoom;

    Checkpoints(JournalFiles files, IndexSpill spill) {
        this.files = files;
        this.spill = spill;
        this.room = new CheckpointRoom(files);
    }

    /** The newest one that can be read; what was never finished is deleted. */
    Optional<Found> newest() throws IOException {
        room.find();
        List<Long> numbers = new ArrayList<>();
        for (String name : files.list()) {
            if (isCheckpoint(name)) numbers.add(numberOf(name));
            else if (isCheckpoint(name.replace(UNFINISHED, ""))) files.delete(name);
        }
        numbers.sort(Collections.reverseOrder());
        if (!numbers.isEmpty()) nextNumber = numbers.get(0) + 1;
        Optional<Found> newest = Optional.empty();
        for (long number : numbers) {
            Optional<Found> found = kept.isEmpty() ? readIfGood(number) : Optional.empty();
            if (found.isEmpty()) {
                others.add(number);
                continue;
            }
            kept.add(new Kept(number, found.get().header.from()));
            newest = found;
        }
        return newest;
    }

    private Optional<Found> readIfGood(long number) throws IOException {
        try {
            return Optional.of(read(files, name(number), new Recovery(spill)));
        } catch (DamagedCheckpointException e) {
            log.error("checkpoint {} cannot be used, an older one or the whole journal must do: {}", number, e.getMessage());
            return Optional.empty();
        }
    }

    /** No start reads one while there is a newer one; so nobody would know that it is of no use then. */
    void lookAtOlder() {
        for (long number : others) {
            if (kept.isEmpty() || number > kept.get(0).number) continue;
            try (JournalFile file = files.open(name(number))) {
                CheckpointFile.Reader reader = new CheckpointFile.Reader(file);
                reader.header();
                reader.sections(() -> new Recovery(IndexSpill.NEVER));
            } catch (DamagedCheckpointException e) {
                log.warn("checkpoint {} is damaged ({}); the newer one does without it, and the next two take its place. If that happens again, look at the"
                        + " disk", number, e.getMessage());
            } catch (IOException e) {
                log.debug("checkpoint {} cannot be looked at", number, e);
            }
        }
    }

    static boolean isCheckpoint(String name) {
        return NAME.matcher(name).matches();
    }

    static Found read(JournalFiles files, String name, Recovery recovery) throws IOException {
        try (JournalFile file = files.open(name)) {
            CheckpointFile.Reader reader = new CheckpointFile.Reader(file);
            CheckpointFile.Header header = reader.header();
            if (header.number() != numberOf(name)) throw new DamagedCheckpointException(16, "it is number " + header.number());
            return new Found(header, recovery, reader.sections(recovery));
        }
    }

    /** From where on the journal is needed, whichever checkpoint will be used. */
    long neededFrom() {
        return kept.size() < KEPT ? Lsn.START : kept.get(0).from;
    }

    /** From where on the newest one needs it. */
    long newestFrom() {
        return kept.isEmpty() ? Lsn.START : kept.get(kept.size() - 1).from;
    }

    /** Forgets those that somebody has deleted or emptied while they were in use; returns whether there were any. */
    boolean forgetMissing() {
        return kept.removeIf(each -> isGone(name(each.number)));
    }

    private boolean isGone(String name) {
        try {
            return files.look(name).size() == 0;
        } catch (NoSuchFileException e) {
            return true;
        } catch (IOException e) { // a disk that cannot be asked has not said so
            return false;
        }
    }

    /** Keeps the newest one only, until there is another. */
    void forgetOlder() {
        if (kept.isEmpty()) return;
        while (kept.size() > 1) others.add(kept.remove(0).number);
        deleteOthers();
    }

    /** Keeps room for those that will be needed when there is no other; they would have about so many bytes now. */
    void keepRoom(long bytes) throws IOException {
        room.keep(kept.size(), bytes);
    }

    /** The next ones may use the room that was kept, or may not. */
    void useRoom(boolean isNeeded) {
        usesRoom = isNeeded;
    }

    /** Begins one that makes reading the journal before this place unnecessary. */
    Draft begin(long from, long now) throws IOException {
        long number = nextNumber++; // used up even if this fails
        String name = name(number) + UNFINISHED;
        JournalFile file = usesRoom ? takeRoom(name) : files.createGrowing(name);
        try {
            return new Draft(number, from, name, new CheckpointFile.Writer(file, new CheckpointFile.Header(number, from, now)));
        } catch (IOException e) {
            file.close();
            deleteQuietly(name);
            throw e;
        }
    }

    private JournalFile takeRoom(String name) throws IOException {
        if (!room.isThere()) forgetOlder();
        return room.take(name, files);
    }

    /** One that is being written. */
    final class Draft {
        private final long number;
        private final long from;
        private final String name;
        private final CheckpointFile.Writer writer;

        private Draft(long number, long from, String name, CheckpointFile.Writer writer) {
            this.number = number;
            this.from = from;
            this.name = name;
            this.writer = writer;
        }

        CheckpointFile.Writer writer() {
            return writer;
        }

        long from() {
            return from;
        }

        /** All is written, and all that it says is durable: it counts from now on, and the oldest one goes. */
        void complete(long messages) throws IOException {
            try (writer) {
                writer.end(messages);
                files.rename(name, name(number));
                files.force();
            } catch (IOException e) {
                deleteQuietly(name);
                deleteQuietly(name(number)); // it may have its name, and nobody knows for how long
                throw e;
            }
            kept.add(new Kept(number, from));
            while (kept.size() > KEPT) others.add(kept.remove(0).number);
            if (kept.size() == KEPT) deleteOthers();
        }

        void abandon() {
            try {
                writer.close();
            } catch (IOException e) {
                log.debug("closing {} failed", name, e);
            }
            giveBackQuietly(name);
        }
    }

    private void deleteOthers() {
        others.forEach(each -> giveBackQuietly(name(each)));
        others.clear();
    }

    private void giveBackQuietly(String name) {
        if (!usesRoom) {
            deleteQuietly(name);
            return;
        }
        try {
            room.giveBack(name, files);
        } catch (IOException e) {
            log.debug("keeping the room of {} failed", name, e);
        }
    }

    /** What stays behind is found at the next start. */
    private void deleteQuietly(String name) {
        try {
            files.delete(name);
        } catch (IOException e) {
            log.debug("deleting {} failed", name, e);
        }
    }

    private static String name(long number) {
        return String.format("ckpt-%012d", number);
    }

    private static long numberOf(String name) {
        return Long.parseLong(name.substring(name.indexOf('-') + 1));
    }
}
