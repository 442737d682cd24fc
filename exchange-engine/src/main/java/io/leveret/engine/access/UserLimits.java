package io.leveret.engine.access;

/** How much a user may have open at a time; 0 for nothing, less than 0 for as much as there is. */
public record UserLimits(int maxConnections, int maxChannels) {

    public static final UserLimits NONE = new UserLimits(-1, -1);
}
