/** What is published: a message, never changed once it exists, and the answers its publisher waits for. */
package io.leveret.engine.message;
