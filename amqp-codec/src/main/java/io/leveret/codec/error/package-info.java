/** Answers to a client that went wrong: reply codes, and the exception that carries one. */
package io.leveret.codec.error;
