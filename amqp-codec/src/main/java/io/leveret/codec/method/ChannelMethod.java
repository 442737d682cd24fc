package io.leveret.codec.method;

/** Class 20: open, pause and close a channel. */
public sealed interface ChannelMethod extends Method {
    int CLASS = 20;

    @Override default int classId() {
        return CLASS;
    }

    record Open() implements ChannelMethod {
        static final int ID = 10;

        static Open read(ArgumentReader in) {
            in.skipShortString(); // out of band, reserved
            return new Open();
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString("");
        }
    }

    record OpenOk() implements ChannelMethod {
        static final int ID = 11;

        static OpenOk read(ArgumentReader in) {
            in.longString(); // channel id, reserved
            return new OpenOk();
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longText("");
        }
    }

    record Flow(boolean active) implements ChannelMethod {
        static final int ID = 20;

        static Flow read(ArgumentReader in) {
            return new Flow(in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.bit(active);
        }
    }

    record FlowOk(boolean active) implements ChannelMethod {
        static final int ID = 21;

        static FlowOk read(ArgumentReader in) {
            return new FlowOk(in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.bit(active);
        }
    }

    record Close(int replyCode, String replyText, int causeClassId, int causeMethodId) implements ChannelMethod {
        static final int ID = 40;

        static Close read(ArgumentReader in) {
            return new Close(in.shortInt(), in.shortString(), in.shortInt(), in.shortInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortInt(replyCode).shortString(replyText).shortInt(causeClassId).shortInt(causeMethodId);
        }
    }

    record CloseOk() implements ChannelMethod {
        static final int ID = 41;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    static ChannelMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Open.ID    -> Open.read(in);
            case OpenOk.ID  -> OpenOk.read(in);
            case Flow.ID    -> Flow.read(in);
            case FlowOk.ID  -> FlowOk.read(in);
            case Close.ID   -> Close.read(in);
            case CloseOk.ID -> new CloseOk();
            default         -> throw Method.unknown(CLASS, methodId);
        };
    }
}
