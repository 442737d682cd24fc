/**
 * The web console as its users see it: in a real browser, against a real broker. A class that says {@code @InBrowser} may ask for a
 * {@link io.leveret.it.console.Console}, which fails its test when the page complains of anything that the test did not expect.
 */
package io.leveret.it.console;
