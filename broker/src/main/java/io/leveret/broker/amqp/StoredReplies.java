package io.leveret.broker.amqp;

import io.leveret.codec.method.ExchangeMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.method.QueueMethod;
import io.leveret.engine.DirectReplies;
import java.util.ArrayDeque;

/**
 * Replies of a channel that wait until the catalog has stored what they confirm, in the order of the commands. Meanwhile
 * further changes are made, so that a client that does not wait for replies pays for one write to the disk and not for one
 * each. Lives on the connection's loop.
 */
final class StoredReplies {

    /** Then the client waits for some of them. */
    private static final int MOST = 1024;

    /** What is to be sent, or thrown, for one command. */
    static final class Reply {
        private final Runnable sending;
        private final int classId;
        private final int methodId;
        private boolean due;

        private Reply(Runnable sending, int classId, int methodId) {
            this.sending = sending;
            this.classId = classId;
            this.methodId = methodId;
        }

        void send() {
            sending.run();
        }

        int classId() {
            return classId;
        }

        int methodId() {
            return methodId;
        }

        void isDue() {
            due = true;
        }
    }

    private final ArrayDeque<Reply> replies = new ArrayDeque<>();
    private boolean failed;

    boolean isEmpty() {
        return replies.isEmpty();
    }

    Reply add(Runnable sending, int classId, int methodId) {
        Reply reply = new Reply(sending, classId, methodId);
        replies.add(reply);
        return reply;
    }

    /** A command has failed, and nothing runs behind it: its error is thrown when the replies before it are sent. */
    void addFailure(RuntimeException failure, int classId, int methodId) {
        failed = true;
        add(() -> {
            throw failure;
        }, classId, methodId).isDue();
    }

    /** Takes the next reply, or returns null if its time has not come. */
    Reply poll() {
        Reply first = replies.peek();
        return first != null && first.due ? replies.poll() : null;
    }

    void clear() {
        replies.clear();
    }

    /** Whether a method may run before these replies are sent: it is one of those whose own reply waits here as well. */
    boolean mayBeOvertakenBy(Method method) {
        if (failed || replies.size() >= MOST) return false;
        if (method instanceof QueueMethod.Declare declare) return !declare.passive() && !DirectReplies.isReplyName(declare.queue());
        return method instanceof ExchangeMethod || method instanceof QueueMethod.Bind || method instanceof QueueMethod.Unbind
                || method instanceof QueueMethod.Delete;
    }
}
