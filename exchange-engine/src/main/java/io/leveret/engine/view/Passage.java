package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/** What passes between something and the exchange or queue of that name. */
public record Passage(String name, History stats) {
}
