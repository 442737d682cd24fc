package io.leveret.broker.tls;

import java.security.cert.CertificateException;

/** A client's certificate that is not taken; the message says whose it is, and why. */
public final class RefusedCertificateException extends CertificateException {

    private static final long serialVersionUID = 1;

    /** @param reason what Java found: the alert that the client is told goes by it */
    RefusedCertificateException(String message, Throwable reason) {
        super(message, reason);
    }
}
