/** Inputs for what is known of messages. */
package io.leveret.persistence.message;
