package io.leveret.engine;

/** How much all clients of the node together may have open at a time; less than 0 for as much as there is. */
public record NodeLimits(int maxConnections, int maxConnectionsPerAddress, int maxChannels) {

    public static final NodeLimits NONE = new NodeLimits(-1, -1, -1);

    public static NodeLimits ofConnections(int most) {
        return new NodeLimits(most, -1, -1);
    }
}
