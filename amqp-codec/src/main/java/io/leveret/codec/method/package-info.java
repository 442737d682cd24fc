/** The methods of the protocol: a record each, inside the interface of its class, in the order of the specification. */
package io.leveret.codec.method;
