package io.leveret.broker.tls;

/** A certificate or key that cannot be used, said in a sentence that names the file. */
public final class TlsException extends RuntimeException {

    TlsException(String message) {
        super(message);
    }

    TlsException(String message, Throwable cause) {
        super(message, cause);
    }
}
