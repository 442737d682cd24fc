/** Serves the web console's files. All that the console knows it asks the HTTP API for, as any other client. */
package io.leveret.console;
