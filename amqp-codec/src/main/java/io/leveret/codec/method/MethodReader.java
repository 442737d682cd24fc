package io.leveret.codec.method;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;

import io.leveret.codec.error.AmqpException;
import io.netty.buffer.ByteBuf;

/** Reads methods, for one connection: its strings are remembered from method to method. */
public final class MethodReader {
    private static final int IDS_LENGTH = 4;

    private final ArgumentReader arguments = new ArgumentReader();

    /** Reads ids and arguments, which fill the length exactly; moves the reader index behind them. */
    public Method read(ByteBuf in, int length) {
        if (length < IDS_LENGTH || length > in.readableBytes()) throw new AmqpException(FRAME_ERROR, "cannot decode <<>>");
        int classId = in.readUnsignedShort();
        int methodId = in.readUnsignedShort();
        arguments.start(in, length - IDS_LENGTH);
        Method method = read(classId, methodId);
        arguments.finish();
        return method;
    }

    private Method read(int classId, int methodId) {
        return switch (classId) {
            case BasicMethod.CLASS      -> BasicMethod.read(methodId, arguments);
            case QueueMethod.CLASS      -> QueueMethod.read(methodId, arguments);
            case ExchangeMethod.CLASS   -> ExchangeMethod.read(methodId, arguments);
            case ChannelMethod.CLASS    -> ChannelMethod.read(methodId, arguments);
            case ConnectionMethod.CLASS -> ConnectionMethod.read(methodId, arguments);
            case ConfirmMethod.CLASS    -> ConfirmMethod.read(methodId, arguments);
            case TxMethod.CLASS         -> TxMethod.read(methodId, arguments);
            case AccessMethod.CLASS     -> AccessMethod.read(methodId, arguments);
            default                     -> throw Method.unknown(classId, methodId);
        };
    }
}
