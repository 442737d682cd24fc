package io.leveret.broker;

/** What to do when stored messages are found damaged at start. */
enum OnCorruption { REFUSE, SALVAGE }
