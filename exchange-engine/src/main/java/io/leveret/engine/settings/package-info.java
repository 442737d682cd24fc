/** What queues can be told by arguments and policies: each key once, with its check and how two sayings of it are merged. */
package io.leveret.engine.settings;
