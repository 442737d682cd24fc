package io.leveret.persistence.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a journal from the disk. A group that is not valid is the torn end of the log if nothing behind it says that it was
 * durable: then nothing in it was confirmed, and it never happened. Otherwise it is damage.
 */
final class Replay {

    private static final long NOT_YET = -1;
    private static final int PROGRESS_EVERY = 16 << 20;

    private final ReplayRequest request;
    private final List<ReplayReport.Lost> lost;
    private final RecordDecoder decoder = new RecordDecoder();
    private final GroupReader reader = new GroupReader();
    private final OpenTransactions transactions = new OpenTransactions();
    private final Set<Segment> damaged = new HashSet<>();
    private long expectedGroup = NOT_YET;
    private long highestGroup;
    private long end;
    private boolean torn;
    private long records;
    private long groups;
    private long bytesRead;
    private long bytesTold;
    private long bytesInAll;

    // Of the segment being read
    private Chain.Link link;
    private long vouched;
    private long recordsHere;
    private long groupsHere;
    private boolean sealed;
    private boolean skipped;

    Replay(ReplayRequest request, List<ReplayReport.Lost> lost) {
        this.request = request;
        this.lost = lost;
        this.end = request.from();
    }

    ReplayReport run(Chain chain) throws IOException {
        vouched = chain.vouched();
        for (Chain.Link each : chain.links()) bytesInAll += each.segment().header().fileSize();
        try (GroupsAhead ahead = GroupsAhead.of(chain)) {
            reader.helpedBy(ahead);
            for (Chain.Link each : chain.links()) {
                if (link != null && link.isLast()) expectedGroup = NOT_YET; // what was between the two is lost
                link = each;
                reader.use(each.segment());
                readSegment();
            }
        }
        request.progress().read(bytesInAll, bytesInAll);
        return new ReplayReport(end, torn, records, groups, highestGroup + 1, List.copyOf(lost));
    }

    /** What it has found of transactions. */
    OpenTransactions transactions() {
        return transactions;
    }

    /** The segments of which it has left out what is damaged, as a checkpoint knows what had been there. */
    Set<Segment> damaged() {
        return damaged;
    }

    /** Where the log may be gone on with, or nothing: when a seal stands there, or who knows what. */
    Optional<Tail> tail() {
        boolean isUncertain = link == null || sealed || skipped || !lost.isEmpty() || request.salvage();
        if (isUncertain || Lsn.segment(end) != link.segment().sequence()) return Optional.empty();
        return Optional.of(new Tail(link.segment(), Lsn.offset(end), recordsHere, groupsHere)).filter(Tail::hasRoom);
    }

    private void readSegment() throws IOException {
        sealed = false;
        recordsHere = 0;
        groupsHere = 0;
        skipped = false;
        int offset = SegmentHeader.SIZE;
        while (offset != link.end() && offset != GroupReader.NOT_FOUND) {
            GroupHeader group = reader.headerAt(offset);
            try {
                checkGroup(group, offset);
            } catch (MalformedRecordException e) {
                offset = goOnBehind(offset, group, e.getMessage());
                continue;
            }
            if (Lsn.of(link.segment().sequence(), offset + group.bytes()) > request.from()) visit(offset, group);
            offset += group.bytes();
            recordsHere += group.records();
            groupsHere++;
            expectedGroup = group.number() + 1;
            highestGroup = Math.max(highestGroup, group.number());
            end = Math.max(end, Lsn.of(link.segment().sequence(), offset));
            tellProgress(group.bytes());
        }
    }

    private void checkGroup(GroupHeader group, int offset) throws IOException, MalformedRecordException {
        if (group == null) throw new MalformedRecordException("no group starts here");
        if (expectedGroup != NOT_YET && group.number() != expectedGroup) {
            throw new MalformedRecordException("group " + group.number() + " where " + expectedGroup + " is expected");
        }
        if (!link.isLast() && offset + group.bytes() > link.end()) throw new MalformedRecordException("group beyond the end");
        int start = reader.load(offset, group.bytes());
        int limit = start + group.bytes();
        int found = 0;
        for (int at = start + GroupHeader.SIZE; at < limit; found++) {
            int length = decoder.check(reader.window(), at, limit, link.segment().salt());
            if (RecordDecoder.isSeal(reader.window(), at)) checkSeal(at);
            at += RecordDecoder.aligned(length);
        }
        if (found != group.records()) throw new MalformedRecordException(found + " records instead of " + group.records());
    }

    private void checkSeal(int at) throws MalformedRecordException {
        long sealedRecords = reader.window().getLong(at + RecordHeader.SIZE);
        long sealedGroups = reader.window().getLong(at + RecordHeader.SIZE + Long.BYTES);
        sealed = true;
        boolean whole = skipped || recordsHere == sealedRecords && groupsHere == sealedGroups;
        if (!whole && !request.salvage()) throw new MalformedRecordException("the seal counts " + sealedGroups + " groups, " + groupsHere + " are there");
    }

    private void visit(int offset, GroupHeader group) throws IOException {
        visitRecords(offset, reader.load(offset, group.bytes()), group);
        groups++;
        records += group.records();
    }

    private void visitRecords(int offset, int start, GroupHeader group) throws IOException {
        ByteBuffer window = reader.window();
        for (int at = start + GroupHeader.SIZE; at < start + group.bytes(); at += RecordDecoder.aligned(window.getInt(at))) {
            visitRecord(window, at, Lsn.of(link.segment().sequence(), offset + at - start));
        }
    }

    private void visitRecord(ByteBuffer window, int at, long lsn) throws IOException {
        if (lsn < request.from()) return;
        try {
            if (RecordDecoder.isTransaction(window, at)) {
                transactions.read(window, at, lsn, request.visitor());
            } else {
                transactions.passed(window, at, lsn);
                RecordDecoder.visit(window, at, lsn, request.visitor());
            }
        } catch (MalformedRecordException e) {
            throw new JournalCorruptedException(Lsn.segment(lsn), Lsn.offset(lsn), e.getMessage());
        }
    }

    /** The group there is not valid: the end, or damage. Returns where the next group is, if there is one to be read. */
    private int goOnBehind(int offset, GroupHeader group, String reason) throws IOException {
        long sequence = link.segment().sequence();
        if (Lsn.of(sequence, offset) < request.from()) {
            int next = reader.find(offset + Chunk.ALIGNMENT);
            if (isOlderThanNeeded(next)) return goOnAt(next);
        }
        long durable = link.isLast() ? Math.max(vouched, reader.highestDurable(offset + Chunk.ALIGNMENT)) : Long.MAX_VALUE;
        if (durable <= Lsn.of(sequence, offset)) {
            torn = group != null || reader.find(offset) != GroupReader.NOT_FOUND;
            return GroupReader.NOT_FOUND;
        }
        if (!request.salvage()) throw new JournalCorruptedException(sequence, offset, reason);
        return salvage(offset, group, reason);
    }

    /** Whether what is damaged before the next group is what a checkpoint knows: whoever needs a message of it notices. */
    private boolean isOlderThanNeeded(int next) {
        if (next != GroupReader.NOT_FOUND) return Lsn.of(link.segment().sequence(), next) <= request.from();
        return link.isLast() ? vouched <= request.from() : link.end() <= Lsn.offset(request.from());
    }

    private int goOnAt(int next) {
        expectedGroup = NOT_YET;
        skipped = true;
        damaged.add(link.segment());
        return next;
    }

    private int salvage(int offset, GroupHeader group, String reason) throws IOException {
        boolean framed = group != null && (expectedGroup == NOT_YET || group.number() >= expectedGroup);
        int limit = link.isLast() ? link.segment().capacity() : link.end();
        int next = framed ? Math.min(offset + group.bytes(), limit) : reader.find(offset + Chunk.ALIGNMENT);
        if (next == GroupReader.NOT_FOUND || next > limit) next = link.isLast() ? GroupReader.NOT_FOUND : limit;
        int lostTo = next == GroupReader.NOT_FOUND ? limit : next;
        if (framed) highestGroup = Math.max(highestGroup, group.number());
        int lostFrom = framed ? visitValid(offset, lostTo) : offset;
        if (lostFrom < lostTo) lost.add(new ReplayReport.Lost(link.segment().sequence(), lostFrom, lostTo, reason));
        end = Math.max(end, Lsn.of(link.segment().sequence(), lostTo)); // a checkpoint may follow, and nothing else
        expectedGroup = NOT_YET;
        return next;
    }

    /** Reads the records before the first that is damaged, of a group whose header is not; returns where that is. */
    private int visitValid(int offset, int limit) throws IOException {
        int start = reader.load(offset, limit - offset);
        int at = start + GroupHeader.SIZE;
        while (at < start + limit - offset) {
            int length;
            try {
                length = decoder.check(reader.window(), at, start + limit - offset, link.segment().salt());
            } catch (MalformedRecordException e) {
                break;
            }
            visitRecord(reader.window(), at, Lsn.of(link.segment().sequence(), offset + at - start));
            records++;
            at += RecordDecoder.aligned(length);
        }
        return Math.min(limit, offset + at - start);
    }

    private void tellProgress(int bytes) {
        bytesRead += bytes;
        if (bytesRead - bytesTold < PROGRESS_EVERY) return;
        bytesTold = bytesRead;
        request.progress().read(bytesRead, bytesInAll);
    }
}
