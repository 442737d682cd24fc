package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/**
 * How the process that runs the broker is doing. Callable from any thread that may wait: some of it is asked of the
 * operating system.
 */
public interface NodeView {

    ResourceInfo resources();

    ProcessInfo process();

    MemoryInfo memory();

    /** What of this changes, and how fast: the metrics from {@code MEMORY_USED} on. */
    History history();
}
