/** Inputs for certificates. */
package io.leveret.broker.tls;
