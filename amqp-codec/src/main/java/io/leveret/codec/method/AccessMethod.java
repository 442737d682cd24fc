package io.leveret.codec.method;

/** Class 30: access tickets, which nobody uses but old clients still ask for. */
public sealed interface AccessMethod extends Method {
    int CLASS = 30;

    @Override default int classId() {
        return CLASS;
    }

    record Request(String realm, boolean exclusive, boolean passive, boolean active, boolean write, boolean read)
            implements AccessMethod {
        static final int ID = 10;

        static Request read(ArgumentReader in) {
            return new Request(in.shortString(), in.bit(), in.bit(), in.bit(), in.bit(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(realm).bit(exclusive).bit(passive).bit(active).bit(write).bit(read);
        }
    }

    record RequestOk(int ticket) implements AccessMethod {
        static final int ID = 11;

        static RequestOk read(ArgumentReader in) {
            return new RequestOk(in.shortInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortInt(ticket);
        }
    }

    static AccessMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Request.ID   -> Request.read(in);
            case RequestOk.ID -> RequestOk.read(in);
            default           -> throw Method.unknown(CLASS, methodId);
        };
    }
}
