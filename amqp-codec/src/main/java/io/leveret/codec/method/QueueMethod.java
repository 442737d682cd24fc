package io.leveret.codec.method;

import io.leveret.codec.value.FieldTable;

/** Class 50: declare, bind, purge and delete queues. */
public sealed interface QueueMethod extends Method {
    int CLASS = 50;

    @Override default int classId() {
        return CLASS;
    }

    record Declare(String queue, boolean passive, boolean durable, boolean exclusive, boolean autoDelete, boolean noWait,
            FieldTable arguments) implements QueueMethod {
        static final int ID = 10;

        static Declare read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Declare(in.shortString(), in.bit(), in.bit(), in.bit(), in.bit(), in.bit(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue)
                    .bit(passive).bit(durable).bit(exclusive).bit(autoDelete).bit(noWait).table(arguments);
        }
    }

    record DeclareOk(String queue, long messageCount, long consumerCount) implements QueueMethod {
        static final int ID = 11;

        static DeclareOk read(ArgumentReader in) {
            return new DeclareOk(in.shortString(), in.longInt(), in.longInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(queue).longInt(messageCount).longInt(consumerCount);
        }
    }

    record Bind(String queue, String exchange, String routingKey, boolean noWait, FieldTable arguments) implements QueueMethod {
        static final int ID = 20;

        static Bind read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Bind(in.shortString(), in.shortString(), in.shortString(), in.bit(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).shortString(exchange).shortString(routingKey).bit(noWait).table(arguments);
        }
    }

    record BindOk() implements QueueMethod {
        static final int ID = 21;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Purge(String queue, boolean noWait) implements QueueMethod {
        static final int ID = 30;

        static Purge read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Purge(in.shortString(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).bit(noWait);
        }
    }

    record PurgeOk(long messageCount) implements QueueMethod {
        static final int ID = 31;

        static PurgeOk read(ArgumentReader in) {
            return new PurgeOk(in.longInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longInt(messageCount);
        }
    }

    record Delete(String queue, boolean ifUnused, boolean ifEmpty, boolean noWait) implements QueueMethod {
        static final int ID = 40;

        static Delete read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Delete(in.shortString(), in.bit(), in.bit(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).bit(ifUnused).bit(ifEmpty).bit(noWait);
        }
    }

    record DeleteOk(long messageCount) implements QueueMethod {
        static final int ID = 41;

        static DeleteOk read(ArgumentReader in) {
            return new DeleteOk(in.longInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longInt(messageCount);
        }
    }

    record Unbind(String queue, String exchange, String routingKey, FieldTable arguments) implements QueueMethod {
        static final int ID = 50;

        static Unbind read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Unbind(in.shortString(), in.shortString(), in.shortString(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).shortString(exchange).shortString(routingKey).table(arguments);
        }
    }

    record UnbindOk() implements QueueMethod {
        static final int ID = 51;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    static QueueMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Declare.ID   -> Declare.read(in);
            case DeclareOk.ID -> DeclareOk.read(in);
            case Bind.ID      -> Bind.read(in);
            case BindOk.ID    -> new BindOk();
            case Purge.ID     -> Purge.read(in);
            case PurgeOk.ID   -> PurgeOk.read(in);
            case Delete.ID    -> Delete.read(in);
            case DeleteOk.ID  -> DeleteOk.read(in);
            case Unbind.ID    -> Unbind.read(in);
            case UnbindOk.ID  -> new UnbindOk();
            default           -> throw Method.unknown(CLASS, methodId);
        };
    }
}
