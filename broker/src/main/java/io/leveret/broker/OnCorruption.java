package io.leveret.broker;

/** What to do when what was stored is found damaged at start. */
enum OnCorruption { REFUSE, SALVAGE }
