package io.leveret.codec;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;
import static io.leveret.codec.error.ReplyCode.UNEXPECTED_FRAME;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.Method;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.netty.buffer.ByteBuf;

import java.util.Optional;

/**
 * Puts the methods of one channel together with their contents. After an error it expects a method again.
 *
 * <pre>
 * method ──► (no content) ──► command
 *    └─────► header ──► (size 0) ──► command
 *               └─────► body ──► body ──► … ──► command
 * </pre>
 */
public final class CommandAssembler {
    private static final int LONGEST_REMEMBERED = 256;
    private static final int LONGEST_UNCOUNTED = 4096; // counting costs more than these are worth

    private enum Expecting { METHOD, HEADER, BODY }

    private final long maxMessageSize;
    private final BodyMemory memory;

    private Expecting expecting = Expecting.METHOD;
    private Method method; // the one whose content is coming, or came last
    private BasicProperties properties = BasicProperties.EMPTY;
    private long remaining;
    private long taken;
    private BodyParts parts; // null while the body may still be a single frame
    private BasicProperties remembered = BasicProperties.EMPTY;

    public CommandAssembler(long maxMessageSize) {
        this(maxMessageSize, BodyMemory.UNLIMITED);
    }

    /** @param memory for what has come of messages that are not complete */
    public CommandAssembler(long maxMessageSize, BodyMemory memory) {
        this.maxMessageSize = maxMessageSize;
        this.memory = memory;
    }

    /** Forgets what has come so far: no more will come. */
    public void drop() {
        forget();
        method = null;
    }

    public boolean isExpectingContent() {
        return expecting != Expecting.METHOD;
    }

    /** The method whose content is coming, or was when an error was thrown. */
    public Optional<Method> pendingMethod() {
        return Optional.ofNullable(method);
    }

    /** The command, or null while its content is to come. */
    public Command method(Method next) {
        if (expecting == Expecting.HEADER) throw reset(noHeader());
        if (expecting == Expecting.BODY) {
            throw reset(unexpected("expected content body, got non content body frame instead"));
        }
        if (!next.hasContent()) {
            method = null;
            return new Command(next, Content.NONE);
        }
        method = next;
        expecting = Expecting.HEADER;
        return null;
    }

    /**
     * The command, if its body is empty; or null. The payload of the frame:
     *
     * <pre>
     * +----------+--------+-----------+-------+------------+
     * | class id | weight | body size | flags | properties |
     * +----------+--------+-----------+-------+------------+
     *      16        16        64        16                  bits
     * </pre>
     */
    public Command header(ByteBuf in, int length) {
        if (expecting == Expecting.METHOD) throw noMethod();
        if (expecting == Expecting.BODY) {
            throw reset(unexpected("expected content body, got non content body frame instead"));
        }
        try {
            readHeader(in, length);
        } catch (AmqpException error) {
            throw reset(error);
        }
        if (remaining == 0) return complete(Body.EMPTY);
        if (properties.length() > LONGEST_UNCOUNTED) take(properties.length());
        expecting = Expecting.BODY;
        return null;
    }

    /** The command, if this frame completes it; or null. */
    public Command body(ByteBuf in, int length) {
        if (expecting == Expecting.METHOD) throw noMethod();
        if (expecting == Expecting.HEADER) throw reset(noHeader());
        if (length == 0) return null; // allowed, as often as a client likes
        if (length > remaining) {
            throw reset(new AmqpException(FRAME_ERROR, "content body frame exceeds remaining content size"));
        }
        if (length == remaining && parts == null) return complete(Body.of(BodyParts.copy(in, length)));
        take(length);
        if (parts == null) parts = new BodyParts();
        parts.add(in, length);
        remaining -= length;
        return remaining == 0 ? complete(parts.toBody()) : null;
    }

    private void readHeader(ByteBuf in, int length) {
        if (length < Frame.CONTENT_HEADER_LENGTH || length > in.readableBytes()) throw noHeader();
        int classId = in.readUnsignedShort();
        int weight = in.readUnsignedShort();
        long size = in.readLong();
        if (weight != 0) throw noHeader();
        if (classId != BasicMethod.CLASS) {
            throw unexpected("expected content header for class 60, got one for class " + classId + " instead");
        }
        checkSize(size);
        properties = readProperties(in, length - Frame.CONTENT_HEADER_LENGTH);
        remaining = size;
    }

    private void checkSize(long size) {
        if (size < 0 || size > Frame.LARGEST_BODY) {
            throw new AmqpException(FRAME_ERROR, "content body size " + Long.toUnsignedString(size)
                    + " exceeds maximum allowed size " + Frame.LARGEST_BODY);
        }
        if (size > maxMessageSize) {
            throw new AmqpException(PRECONDITION_FAILED,
                    "message size " + size + " is larger than configured max size " + maxMessageSize);
        }
    }

    /** A publisher mostly sends the same properties again and again: then messages share them. */
    private BasicProperties readProperties(ByteBuf in, int length) {
        if (remembered.isNext(in, length)) return remembered;
        BasicProperties read = BasicProperties.read(in, length);
        if (length <= LONGEST_REMEMBERED) remembered = read;
        return read;
    }

    private Command complete(Body body) {
        Command command = new Command(method, new Content(properties, body));
        forget();
        method = null;
        return command;
    }

    private void take(int bytes) {
        if (!memory.take(bytes)) {
            throw reset(new AmqpException(PRECONDITION_FAILED, "unfinished messages of this connection take up too much memory"));
        }
        taken += bytes;
    }

    private AmqpException reset(AmqpException error) {
        forget();
        return error;
    }

    private void forget() {
        expecting = Expecting.METHOD;
        properties = BasicProperties.EMPTY;
        parts = null;
        remaining = 0;
        if (taken > 0) memory.give(taken);
        taken = 0;
    }

    private AmqpException noMethod() {
        method = null;
        return unexpected("expected method frame, got non method frame instead");
    }

    private static AmqpException noHeader() {
        return unexpected("expected content header for class 60, got non content header frame instead");
    }

    private static AmqpException unexpected(String explanation) {
        return new AmqpException(UNEXPECTED_FRAME, explanation);
    }
}
