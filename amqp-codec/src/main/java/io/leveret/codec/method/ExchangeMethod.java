package io.leveret.codec.method;

import io.leveret.codec.value.FieldTable;

/** Class 40: declare and delete exchanges, bind them to each other. */
public sealed interface ExchangeMethod extends Method {
    int CLASS = 40;

    @Override default int classId() {
        return CLASS;
    }

    record Declare(String exchange, String type, boolean passive, boolean durable, boolean autoDelete, boolean internal,
            boolean noWait, FieldTable arguments) implements ExchangeMethod {
        static final int ID = 10;

        static Declare read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Declare(in.shortString(), in.shortString(), in.bit(), in.bit(), in.bit(), in.bit(), in.bit(),
                    in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(exchange).shortString(type)
                    .bit(passive).bit(durable).bit(autoDelete).bit(internal).bit(noWait).table(arguments);
        }
    }

    record DeclareOk() implements ExchangeMethod {
        static final int ID = 11;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Delete(String exchange, boolean ifUnused, boolean noWait) implements ExchangeMethod {
        static final int ID = 20;

        static Delete read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Delete(in.shortString(), in.bit(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(exchange).bit(ifUnused).bit(noWait);
        }
    }

    record DeleteOk() implements ExchangeMethod {
        static final int ID = 21;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Bind(String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
            implements ExchangeMethod {
        static final int ID = 30;

        static Bind read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Bind(in.shortString(), in.shortString(), in.shortString(), in.bit(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(destination).shortString(source).shortString(routingKey).bit(noWait).table(arguments);
        }
    }

    record BindOk() implements ExchangeMethod {
        static final int ID = 31;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Unbind(String destination, String source, String routingKey, boolean noWait, FieldTable arguments)
            implements ExchangeMethod {
        static final int ID = 40;

        static Unbind read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Unbind(in.shortString(), in.shortString(), in.shortString(), in.bit(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(destination).shortString(source).shortString(routingKey).bit(noWait).table(arguments);
        }
    }

    record UnbindOk() implements ExchangeMethod {
        static final int ID = 51;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    static ExchangeMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Declare.ID   -> Declare.read(in);
            case DeclareOk.ID -> new DeclareOk();
            case Delete.ID    -> Delete.read(in);
            case DeleteOk.ID  -> new DeleteOk();
            case Bind.ID      -> Bind.read(in);
            case BindOk.ID    -> new BindOk();
            case Unbind.ID    -> Unbind.read(in);
            case UnbindOk.ID  -> new UnbindOk();
            default           -> throw Method.unknown(CLASS, methodId);
        };
    }
}
