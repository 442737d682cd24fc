/** A broker as it is looked at and steered from outside of AMQP. */
package io.leveret.engine.management;
