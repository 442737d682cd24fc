package io.leveret.engine.access;

/** What a user may do in one virtual host: for each operation a regular expression over names. Immutable. */
public final class Permissions {

    /** Nothing at all, not even with the empty name. */
    static final Permissions NONE = new Permissions("a^", "a^", "a^");

    private final String configure;
    private final String write;
    private final String read;
    private final PermissionPattern configurable;
    private final PermissionPattern writable;
    private final PermissionPattern readable;

    /** @throws IllegalArgumentException when one of them is no regular expression that can be searched for safely */
    public Permissions(String configure, String write, String read) {
        this.configure = configure;
        this.write = write;
        this.read = read;
        this.configurable = new PermissionPattern(configure);
        this.writable = new PermissionPattern(write);
        this.readable = new PermissionPattern(read);
    }

    /** The first user's. */
    public static Permissions all() {
        return new Permissions(".*", ".*", ".*");
    }

    public String configure() {
        return configure;
    }

    public String write() {
        return write;
    }

    public String read() {
        return read;
    }

    boolean allow(Operation operation, String name) {
        return switch (operation) {
            case CONFIGURE -> configurable.matches(name);
            case WRITE -> writable.matches(name);
            case READ -> readable.matches(name);
        };
    }
}
