package io.leveret.engine;

/** How much a virtual host may hold at a time; 0 for nothing, less than 0 for as much as there is. */
public record VirtualHostLimits(int maxConnections, int maxQueues) {

    public static final VirtualHostLimits NONE = new VirtualHostLimits(-1, -1);
}
