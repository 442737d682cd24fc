package io.leveret.engine.view;

/**
 * What TLS two peers have agreed on, and who the client is by its certificate; what is not known is empty.
 *
 * @param hash     of the messages' authentication
 * @param validity of the certificate, as text
 */
public record TlsDetails(String protocol, String keyExchange, String cipher, String hash, String subject, String issuer,
                         String serialNumber, String validity) {
}
