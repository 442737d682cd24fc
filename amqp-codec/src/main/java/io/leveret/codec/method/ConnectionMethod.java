package io.leveret.codec.method;

import io.leveret.codec.value.FieldTable;

/** Class 10: open and close a connection, negotiate its limits, sign in. */
public sealed interface ConnectionMethod extends Method {
    int CLASS = 10;

    @Override default int classId() {
        return CLASS;
    }

    record Start(int versionMajor, int versionMinor, FieldTable serverProperties, String mechanisms, String locales)
            implements ConnectionMethod {
        static final int ID = 10;

        static Start read(ArgumentReader in) {
            return new Start(in.octet(), in.octet(), in.table(), in.longText(), in.longText());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.octet(versionMajor).octet(versionMinor).table(serverProperties).longText(mechanisms).longText(locales);
        }
    }

    record StartOk(FieldTable clientProperties, String mechanism, byte[] response, String locale) implements ConnectionMethod {
        static final int ID = 11;

        static StartOk read(ArgumentReader in) {
            return new StartOk(in.table(), in.shortString(), in.longString(), in.shortString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.table(clientProperties).shortString(mechanism).longString(response).shortString(locale);
        }
    }

    record Secure(byte[] challenge) implements ConnectionMethod {
        static final int ID = 20;

        static Secure read(ArgumentReader in) {
            return new Secure(in.longString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longString(challenge);
        }
    }

    record SecureOk(byte[] response) implements ConnectionMethod {
        static final int ID = 21;

        static SecureOk read(ArgumentReader in) {
            return new SecureOk(in.longString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longString(response);
        }
    }

    record Tune(int channelMax, long frameMax, int heartbeat) implements ConnectionMethod {
        static final int ID = 30;

        static Tune read(ArgumentReader in) {
            return new Tune(in.shortInt(), in.longInt(), in.shortInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortInt(channelMax).longInt(frameMax).shortInt(heartbeat);
        }
    }

    record TuneOk(int channelMax, long frameMax, int heartbeat) implements ConnectionMethod {
        static final int ID = 31;

        static TuneOk read(ArgumentReader in) {
            return new TuneOk(in.shortInt(), in.longInt(), in.shortInt());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortInt(channelMax).longInt(frameMax).shortInt(heartbeat);
        }
    }

    record Open(String virtualHost) implements ConnectionMethod {
        static final int ID = 40;

        static Open read(ArgumentReader in) {
            Open open = new Open(in.shortString());
            in.skipShortString(); // capabilities, reserved
            in.bit(); // insist, reserved
            return open;
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(virtualHost).shortString("").bit(false);
        }
    }

    record OpenOk() implements ConnectionMethod {
        static final int ID = 41;

        static OpenOk read(ArgumentReader in) {
            in.skipShortString(); // known hosts, reserved
            return new OpenOk();
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString("");
        }
    }

    record Close(int replyCode, String replyText, int causeClassId, int causeMethodId) implements ConnectionMethod {
        static final int ID = 50;

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

    record CloseOk() implements ConnectionMethod {
        static final int ID = 51;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Blocked(String reason) implements ConnectionMethod {
        static final int ID = 60;

        static Blocked read(ArgumentReader in) {
            return new Blocked(in.shortString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(reason);
        }
    }

    record Unblocked() implements ConnectionMethod {
        static final int ID = 61;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record UpdateSecret(byte[] newSecret, String reason) implements ConnectionMethod {
        static final int ID = 70;

        static UpdateSecret read(ArgumentReader in) {
            return new UpdateSecret(in.longString(), in.shortString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longString(newSecret).shortString(reason);
        }
    }

    record UpdateSecretOk() implements ConnectionMethod {
        static final int ID = 71;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    static ConnectionMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Start.ID          -> Start.read(in);
            case StartOk.ID        -> StartOk.read(in);
            case Secure.ID         -> Secure.read(in);
            case SecureOk.ID       -> SecureOk.read(in);
            case Tune.ID           -> Tune.read(in);
            case TuneOk.ID         -> TuneOk.read(in);
            case Open.ID           -> Open.read(in);
            case OpenOk.ID         -> OpenOk.read(in);
            case Close.ID          -> Close.read(in);
            case CloseOk.ID        -> new CloseOk();
            case Blocked.ID        -> Blocked.read(in);
            case Unblocked.ID      -> new Unblocked();
            case UpdateSecret.ID   -> UpdateSecret.read(in);
            case UpdateSecretOk.ID -> new UpdateSecretOk();
            default                -> throw Method.unknown(CLASS, methodId);
        };
    }
}
