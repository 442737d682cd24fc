package io.leveret.broker.tls;

import javax.security.auth.x500.X500Principal;

/** A name as it stands in a client's certificate. */
public final class NameInput {

    private NameInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) {
        try {
            DistinguishedName name = DistinguishedName.of(new X500Principal(bytes));
            name.toString();
            name.values(DistinguishedName.COMMON_NAME);
        } catch (IllegalArgumentException refused) {
            // as it should be
        }
    }
}
