package io.leveret.api.http;

import java.time.Duration;
import java.util.Set;

/**
 * What holds for all requests.
 *
 * @param pathPrefix       comes before {@code /api} in every path; nothing, or {@code /} and a name
 * @param corsOrigins      whose pages may ask; {@code *} for everybody's
 * @param corsMaxAge       how long browsers may remember that
 * @param strictTransport  how long browsers are to insist on TLS; zero for not at all
 * @param mayChangeOperatorPolicies whether administrators may
 * @param bodyLimit        bytes that a request may bring
 * @param metricsNeedLogin whether metrics are for users alone
 */
public record HttpSettings(String pathPrefix, Set<String> corsOrigins, Duration corsMaxAge, Duration strictTransport,
                           boolean mayChangeOperatorPolicies, long bodyLimit, boolean metricsNeedLogin) {
}
