package io.leveret.broker.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which part of a client's certificate is the name of its user.
 *
 * @param sanType  of the alternative names that count: {@code dns}, {@code email}, {@code uri}, {@code ip}, {@code other_name}
 * @param sanIndex which of them, counted from 0
 */
public record LoginName(From from, SanType sanType, int sanIndex) {

    /** As RabbitMQ has them for {@code ssl_cert_login_from}. */
    public enum From { DISTINGUISHED_NAME, COMMON_NAME, SUBJECT_ALTERNATIVE_NAME, SUBJECT_ALT_NAME }

    /** As RabbitMQ has them for {@code ssl_cert_login_san_type}, with their numbers in a certificate. */
    public enum SanType {
        DNS(2), EMAIL(1), URI(6), IP(7), OTHER_NAME(0);

        private final int number;

        SanType(int number) {
            this.number = number;
        }

        /** All of this type, in the order they stand in. */
        List<String> of(X509Certificate certificate) {
            try {
                Collection<List<?>> names = certificate.getSubjectAlternativeNames();
                if (names == null) return List.of();
                return names.stream().filter(name -> name.get(0).equals(number))
                        .map(name -> name.get(1) instanceof byte[] other ? other(other) : String.valueOf(name.get(1))).toList();
            } catch (CertificateParsingException | IllegalArgumentException e) {
                return List.of();
            }
        }
    }

    /** Empty if the certificate has no such name. */
    Optional<String> of(X509Certificate certificate) {
        DistinguishedName subject = DistinguishedName.of(certificate.getSubjectX500Principal());
        return switch (from) {
            case DISTINGUISHED_NAME -> named(subject.toString());
            case COMMON_NAME -> named(String.join(",", subject.values(DistinguishedName.COMMON_NAME)));
            case SUBJECT_ALTERNATIVE_NAME, SUBJECT_ALT_NAME -> alternative(certificate);
        };
    }

    private static Optional<String> named(String name) {
        return Optional.of(name).filter(text -> !text.isEmpty());
    }

    private Optional<String> alternative(X509Certificate certificate) {
        return sanType.of(certificate).stream().skip(sanIndex).findFirst().flatMap(LoginName::named);
    }

    /** A type, and in brackets the value, which may be anything and is text as a rule. */
    private static String other(byte[] name) {
        var parts = Der.read(name).parts();
        Der.read(parts);
        Der value = Der.read(parts);
        while (value.tag() > 0x9f) value = Der.read(value.content());
        return DistinguishedName.text(value);
    }
}
