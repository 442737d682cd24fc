/** Certificates: read from PEM files, shown to clients, asked of clients, and read again when they change. */
package io.leveret.broker.tls;
