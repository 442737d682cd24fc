/** Who may come in, and do what. */
package io.leveret.engine.access;
