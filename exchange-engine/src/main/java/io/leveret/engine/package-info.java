/** The broker itself, as plain objects: no socket, no file, no HTTP. */
package io.leveret.engine;
