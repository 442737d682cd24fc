package io.leveret.engine.access;

/** Everything is permitted. */
final class AllRights implements Rights {

    @Override
    public void require(Operation operation, Kind kind, String name) {
    }

    @Override
    public void requireAny(Kind kind, String name) {
    }

    @Override
    public void requireTopic(Operation operation, String exchange, String key) {
    }
}
