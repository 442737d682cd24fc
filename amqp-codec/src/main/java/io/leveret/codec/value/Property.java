package io.leveret.codec.value;

/** The properties of class basic, in the order of the wire: the first one is announced by the highest flag. */
enum Property {
    CONTENT_TYPE, CONTENT_ENCODING, HEADERS, DELIVERY_MODE, PRIORITY, CORRELATION_ID, REPLY_TO, EXPIRATION,
    MESSAGE_ID, TIMESTAMP, TYPE, USER_ID, APP_ID, CLUSTER_ID;

    /** Flags that belong to no property; the lowest one says that another word of flags follows. */
    static final int UNKNOWN_FLAGS = 0b10;
    static final int CONTINUED = 0b01;

    private static final Property[] IN_ORDER = values();

    private final int flag = 1 << 15 - ordinal();

    int flag() {
        return flag;
    }

    boolean isIn(int flags) {
        return (flags & flag) != 0;
    }

    void skip(WireReader in) {
        switch (this) {
            case HEADERS -> in.skipTable();
            case DELIVERY_MODE, PRIORITY -> in.take(1);
            case TIMESTAMP -> in.take(8);
            default -> in.skipShortString();
        }
    }

    /** Passes by all the properties before the given one. */
    static void skipUntil(Property stop, int flags, WireReader in) {
        for (Property property : IN_ORDER) {
            if (property == stop) return;
            if (property.isIn(flags)) property.skip(in);
        }
    }

    static void skipAll(int flags, WireReader in) {
        skipUntil(null, flags, in);
    }
}
