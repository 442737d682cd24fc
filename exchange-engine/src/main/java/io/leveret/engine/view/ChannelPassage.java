package io.leveret.engine.view;

import io.leveret.engine.stats.History;

/** What passes between something and a channel. */
public record ChannelPassage(ChannelName channel, History stats) {
}
