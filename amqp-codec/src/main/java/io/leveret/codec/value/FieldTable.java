package io.leveret.codec.value;

import io.netty.buffer.ByteBuf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.BiConsumer;

/** Names and values, in the order of the wire. A name may come twice: both stay, the first one counts. */
public final class FieldTable {
    public static final FieldTable EMPTY = new FieldTable(List.of());

    /** Tables and arrays inside each other; no client needs a tenth of it, and the reader's stack bears it easily. */
    static final int DEEPEST = 200;

    private static final int INDEXED_FROM = 16; // below, walking is faster than hashing

    private final List<Entry> entries;
    private final Map<String, FieldValue> index;

    private FieldTable(List<Entry> entries) {
        this.entries = entries;
        this.index = entries.size() < INDEXED_FROM ? Map.of() : index(entries);
    }

    public record Entry(String name, FieldValue value) {
        public Entry {
            if (WireString.encodedLength(name) > WireString.LONGEST_SHORT_STRING) {
                throw new IllegalArgumentException("name of " + name.length() + " characters");
            }
        }
    }

    static FieldTable of(List<Entry> entries) {
        return entries.isEmpty() ? EMPTY : new FieldTable(List.copyOf(entries));
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Reads a table, its length in front; moves the reader index behind it. */
    public static FieldTable read(ByteBuf in) {
        long promised = in.readableBytes() < 4 ? 0 : 4 + in.getUnsignedInt(in.readerIndex());
        WireReader reader = WireReader.of(in, (int) Math.min(promised, in.readableBytes()));
        FieldTable table = reader.table();
        in.skipBytes(reader.position());
        return table;
    }

    /** Reads the entries of a table without a length in front, as AMQPLAIN sends them. */
    public static FieldTable readEntries(byte[] bytes) {
        return new WireReader(bytes).entries();
    }

    public Optional<FieldValue> find(String name) {
        return Optional.ofNullable(get(name));
    }

    public boolean contains(String name) {
        return get(name) != null;
    }

    public int size() {
        return entries.size();
    }

    public boolean isEmpty() {
        return entries.isEmpty();
    }

    public List<Entry> entries() {
        return entries;
    }

    public void forEach(BiConsumer<String, FieldValue> action) {
        for (Entry entry : entries) action.accept(entry.name(), entry.value());
    }

    /** This table with the value in the place of the old one, or at the end. */
    public FieldTable with(String name, FieldValue value) {
        List<Entry> changed = new ArrayList<>(entries.size() + 1);
        boolean placed = false;
        for (Entry entry : entries) {
            if (!entry.name().equals(name)) {
                changed.add(entry);
            } else if (!placed) {
                changed.add(new Entry(name, value));
                placed = true;
            }
        }
        if (!placed) changed.add(new Entry(name, value));
        return of(changed);
    }

    public FieldTable without(String name) {
        if (!contains(name)) return this;
        List<Entry> changed = new ArrayList<>(entries);
        changed.removeIf(entry -> entry.name().equals(name));
        return of(changed);
    }

    /** Length, then entries. */
    public void write(ByteBuf out) {
        int lengthIndex = out.writerIndex();
        out.writeInt(0);
        for (Entry entry : entries) {
            byte[] name = WireString.encode(entry.name());
            out.writeByte(name.length);
            out.writeBytes(name);
            entry.value().write(out);
        }
        out.setInt(lengthIndex, out.writerIndex() - lengthIndex - 4);
    }

    @Override public boolean equals(Object other) {
        return other instanceof FieldTable table && entries.equals(table.entries);
    }

    @Override public int hashCode() {
        return entries.hashCode();
    }

    @Override public String toString() {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        forEach((name, value) -> text.add(name + "=" + value));
        return text.toString();
    }

    private FieldValue get(String name) {
        if (!index.isEmpty()) return index.get(name);
        for (Entry entry : entries) {
            if (entry.name().equals(name)) return entry.value();
        }
        return null;
    }

    private static Map<String, FieldValue> index(List<Entry> entries) {
        Map<String, FieldValue> index = new HashMap<>(); // not Map.copyOf: it degrades when a client makes names collide
        for (Entry entry : entries) index.putIfAbsent(entry.name(), entry.value());
        return index;
    }

    /** Collects entries in order. */
    public static final class Builder {
        private final List<Entry> entries = new ArrayList<>();

        private Builder() {}

        public Builder put(String name, FieldValue value) {
            entries.add(new Entry(name, value));
            return this;
        }

        public Builder put(String name, String value) {
            return put(name, FieldValue.longString(value));
        }

        public Builder put(String name, boolean value) {
            return put(name, FieldValue.bool(value));
        }

        public Builder put(String name, FieldTable value) {
            return put(name, FieldValue.table(value));
        }

        public FieldTable build() {
            return of(entries);
        }
    }
}
