package io.leveret.engine.view;

import java.util.OptionalLong;

/** What may run short, and then keeps clients from publishing; all in bytes. */
public record ResourceInfo(Memory memory, Disk disk) {

    /**
     * The heap.
     *
     * @param used    what was not garbage when that was last known
     * @param limit   from which on there is too little left
     * @param isShort whether there is an alarm, be it for this or for what messages in queues take up
     */
    public record Memory(long used, long limit, boolean isShort) {
    }

    /**
     * The disk of the data directory.
     *
     * @param free    unknown for a broker that keeps nothing
     * @param limit   what should stay free
     * @param isShort whether there is an alarm
     */
    public record Disk(OptionalLong free, long limit, boolean isShort) {
    }
}
