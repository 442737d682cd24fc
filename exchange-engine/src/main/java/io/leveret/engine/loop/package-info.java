/** Where threads meet: the loops that own everything, and the mailboxes between them. */
package io.leveret.engine.loop;
