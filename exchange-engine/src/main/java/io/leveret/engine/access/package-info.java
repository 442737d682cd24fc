/** Who may come in. */
package io.leveret.engine.access;
