package io.leveret.api.http;

import java.util.Set;

/**
 * What holds for all requests.
 *
 * @param pathPrefix  comes before {@code /api} in every path; nothing, or {@code /} and a name
 * @param corsOrigins whose pages may ask; {@code *} for everybody's
 * @param bodyLimit   bytes that a request may bring
 */
public record HttpSettings(String pathPrefix, Set<String> corsOrigins, long bodyLimit) {
}
