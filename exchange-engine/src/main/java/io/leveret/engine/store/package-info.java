/** What the engine wants written down; implemented by the persistence module. */
package io.leveret.engine.store;
