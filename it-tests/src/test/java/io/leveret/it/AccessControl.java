package io.leveret.it;

/** What a broker lets an administrator change; in force when the method returns. */
interface AccessControl {
    void addVirtualHost(String name);

    void deleteVirtualHost(String name);

    void putUser(String name, String password, String... tags);

    void deleteUser(String name);

    void permit(String user, String virtualHost, String configure, String write, String read);

    void removePermissions(String user, String virtualHost);

    void permitTopics(String user, String virtualHost, String exchange, String write, String read);

    void removeTopicPermissions(String user, String virtualHost, String exchange);

    void setTracing(String virtualHost, boolean on);

    /** Less than 0 for no limit. */
    void limitVirtualHost(String name, int maxConnections, int maxQueues);

    /** Less than 0 for no limit. */
    void limitUser(String user, int maxConnections, int maxChannels);
}
