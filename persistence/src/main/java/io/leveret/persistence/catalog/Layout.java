package io.leveret.persistence.catalog;

import io.leveret.codec.value.WireReader;
import io.leveret.engine.store.CatalogChange;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * How one kind of change is written: its number, the fields that identify what it is about, the others.
 *
 * @param number   of the kind; what removes something has the number of what makes it, and {@link #REMOVAL} more
 * @param goesWith the keys of other things without which this cannot be, and with which it is removed
 */
record Layout<C extends CatalogChange>(int number, Class<C> type, BiConsumer<C, FieldWriter> identity,
                                       BiConsumer<C, FieldWriter> details, Function<C, List<Key>> goesWith,
                                       Function<WireReader, C> reader) {

    /** Numbers stay below 128, so that keys sort alike whether bytes have signs or not. */
    static final int REMOVAL = 60;

    boolean isRemoval() {
        return number > REMOVAL;
    }

    /** Of what the change makes or removes. */
    Key key(CatalogChange change) {
        FieldWriter out = new FieldWriter().kind(isRemoval() ? number - REMOVAL : number);
        identity.accept(type.cast(change), out);
        return new Key(out.bytes());
    }

    byte[] details(CatalogChange change) {
        FieldWriter out = new FieldWriter();
        details.accept(type.cast(change), out);
        return out.bytes();
    }

    byte[] encode(CatalogChange change) {
        FieldWriter out = new FieldWriter().kind(number);
        identity.accept(type.cast(change), out);
        details.accept(type.cast(change), out);
        return out.bytes();
    }

    List<Key> goesWith(CatalogChange change) {
        return goesWith.apply(type.cast(change));
    }
}
