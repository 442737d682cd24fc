/** How the process of the broker is doing, asked of the JVM and the operating system. */
package io.leveret.broker.node;
