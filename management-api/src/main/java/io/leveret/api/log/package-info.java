/** What the broker has logged, as far as it is kept. Knows nothing of who logs. */
package io.leveret.api.log;
