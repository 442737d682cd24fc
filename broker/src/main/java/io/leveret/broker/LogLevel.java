package io.leveret.broker;

/** How much is logged; the names are those of the configuration. */
enum LogLevel { OFF, ERROR, WARN, INFO, DEBUG, TRACE }
