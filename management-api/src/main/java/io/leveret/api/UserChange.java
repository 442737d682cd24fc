package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.JsonObject;
import io.leveret.engine.Broker;
import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What somebody asks to be made of a user, checked as a whole before anything is done. */
record UserChange(User user, Optional<UserLimits> limits) {

    /** Of 20 bytes in base64. */
    private static final int MD5_LENGTH = 28;

    /** @throws ApiException 400, in RabbitMQ's words */
    static UserChange of(String name, JsonObject wanted, Broker broker) {
        Set<String> tags = tags(wanted);
        PasswordHash hash = hash(wanted, broker);
        Optional<UserLimits> limits = wanted.has("limits")
            ? Optional.of(limits(new JsonObject(wanted.table("limits")))) : Optional.empty();
        return new UserChange(new User(Names.requireName(name), hash, tags), limits);
    }

    /** Files of RabbitMQ before 3.6 name no algorithm: there was MD5 only. */
    static UserChange imported(String name, JsonObject wanted, Broker broker) {
        if (wanted.has("hashing_algorithm") || !(wanted.find("password_hash").orElse(null) instanceof String hash)
            || hash.length() != MD5_LENGTH) return of(name, wanted, broker);
        Map<String, Object> completed = new LinkedHashMap<>(wanted.members());
        completed.put("hashing_algorithm", HashAlgorithm.MD5.toString());
        return of(name, new JsonObject(completed), broker);
    }

    void make(Broker broker) {
        broker.putUser(user);
        limits.ifPresent(some -> broker.limitUser(user.name(), some));
    }

    static UserLimits limits(JsonObject limits) {
        return new UserLimits(Limit.optional(limits, "max-connections"), Limit.optional(limits, "max-channels"));
    }

    private static Set<String> tags(JsonObject wanted) {
        if (wanted.has("tags")) return Set.copyOf(wanted.words("tags"));
        if (!wanted.has("administrator")) throw ApiException.badRequest("tags_not_present");
        return wanted.flag("administrator", false) ? Set.of("administrator") : Set.of();
    }

    private static PasswordHash hash(JsonObject wanted, Broker broker) {
        boolean hasPassword = wanted.find("password").isPresent();
        if (hasPassword && wanted.find("password_hash").isPresent()) {
            throw ApiException.badRequest("both_password_and_password_hash_are_provided");
        }
        if (hasPassword) {
            String password = wanted.text("password");
            return password.isEmpty() ? PasswordHash.NONE : broker.hash(password);
        }
        return wanted.find("password_hash").isPresent() ? parse(wanted) : PasswordHash.NONE;
    }

    private static PasswordHash parse(JsonObject wanted) {
        String text = wanted.text("password_hash");
        String algorithm = wanted.find("hashing_algorithm").map(String::valueOf).orElse(HashAlgorithm.SHA256.toString());
        try {
            if (!algorithm.startsWith("leveret_")) Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(List.of("not_base64", text));
        }
        try {
            return PasswordHash.parse(HashAlgorithm.named(algorithm), text);
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }
}
