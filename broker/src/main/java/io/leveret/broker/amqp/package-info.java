/** The AMQP 0-9-1 front: sockets, connections, channels; everything of a connection runs on its event loop. */
package io.leveret.broker.amqp;
