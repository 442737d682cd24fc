package io.leveret.codec.method;

/** Class 85: publisher confirms. */
public sealed interface ConfirmMethod extends Method {
    int CLASS = 85;

    @Override default int classId() {
        return CLASS;
    }

    record Select(boolean noWait) implements ConfirmMethod {
        static final int ID = 10;

        static Select read(ArgumentReader in) {
            return new Select(in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.bit(noWait);
        }
    }

    record SelectOk() implements ConfirmMethod {
        static final int ID = 11;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    static ConfirmMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Select.ID   -> Select.read(in);
            case SelectOk.ID -> new SelectOk();
            default          -> throw Method.unknown(CLASS, methodId);
        };
    }
}
