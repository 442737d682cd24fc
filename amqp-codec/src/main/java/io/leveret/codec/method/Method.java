package io.leveret.codec.method;

import static io.leveret.codec.error.ReplyCode.COMMAND_INVALID;

import io.leveret.codec.error.AmqpException;

/** A method of the protocol with its arguments. */
public sealed interface Method
        permits ConnectionMethod, ChannelMethod, AccessMethod, ExchangeMethod, QueueMethod, BasicMethod, ConfirmMethod, TxMethod {
    int classId();

    int methodId();

    /** Writes the arguments, reserved ones included. */
    void write(ArgumentWriter out);

    /** Whether a content header, and bodies, follow. */
    default boolean hasContent() {
        return false;
    }

    /** For a method that exists, but not here. */
    static AmqpException unexpected(Method method) {
        return new AmqpException(COMMAND_INVALID, "unimplemented method");
    }

    /** For ids that name no method. */
    static AmqpException unknown(int classId, int methodId) {
        return new AmqpException(COMMAND_INVALID, "unknown method " + classId + "." + methodId);
    }
}
