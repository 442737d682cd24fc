/**
 * The first visitors of a broker, played to it by itself: the JVM writes down what a broker needs as soon as somebody uses it.
 * No broker that serves anybody comes by here.
 */
package io.leveret.broker.rehearsal;
