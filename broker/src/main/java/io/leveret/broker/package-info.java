/** The AMQP front and the launcher. */
package io.leveret.broker;
