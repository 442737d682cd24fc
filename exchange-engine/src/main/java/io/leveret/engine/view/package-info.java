/** What the engine and its fronts show each other. */
package io.leveret.engine.view;
