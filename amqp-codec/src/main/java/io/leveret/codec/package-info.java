/** Bytes to commands and back. Knows Netty's buffers and nothing of queues. */
package io.leveret.codec;
