package io.leveret.engine.access;

/**
 * With which routing keys a user may publish to one topic exchange, and bind from it. Immutable.
 *
 * @param write a regular expression in which {@code {username}} and {@code {vhost}} stand for those of the connection
 * @param read  likewise
 */
public record TopicPermissions(String write, String read) {

    /** @throws IllegalArgumentException when one of them is no regular expression that can be searched for safely */
    public TopicPermissions {
        new PermissionPattern(write);
        new PermissionPattern(read);
    }

    /**
     * Checks them once more with the variables filled in: {@code \{username}} is an expression, and {@code \guest} is none.
     *
     * @throws IllegalArgumentException when one of them is none any more
     */
    public void requireExpandable(String user, String virtualHost) {
        expand(user, virtualHost);
    }

    /** Ready to be asked, for one user in one virtual host. */
    Expanded expand(String user, String virtualHost) {
        return new Expanded(pattern(write, user, virtualHost), pattern(read, user, virtualHost));
    }

    private static PermissionPattern pattern(String regex, String user, String virtualHost) {
        return new PermissionPattern(regex
            .replace("{username}", PermissionPattern.quote(user))
            .replace("{vhost}", PermissionPattern.quote(virtualHost)));
    }

    /** The expressions with the variables filled in. AMQP 0-9-1 knows no {@code {client_id}}: it stands for itself. */
    record Expanded(PermissionPattern write, PermissionPattern read) {
        boolean allow(Operation operation, String key) {
            return (operation == Operation.WRITE ? write : read).matches(key);
        }
    }
}
