/** What passes, told while it passes: streams of server-sent events, each with its filter, its rate and its bound. */
package io.leveret.api.tail;
