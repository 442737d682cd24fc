package io.leveret.it;

import io.leveret.broker.Administration;

/** That of a broker in this process. */
record EmbeddedAccessControl(Administration administration) implements AccessControl {
    @Override
    public void addVirtualHost(String name) {
        administration.addVirtualHost(name);
    }

    @Override
    public void deleteVirtualHost(String name) {
        administration.deleteVirtualHost(name);
    }

    @Override
    public void putUser(String name, String password, String... tags) {
        administration.putUser(name, password, tags);
    }

    @Override
    public void deleteUser(String name) {
        administration.deleteUser(name);
    }

    @Override
    public void permit(String user, String virtualHost, String configure, String write, String read) {
        administration.permit(user, virtualHost, configure, write, read);
    }

    @Override
    public void removePermissions(String user, String virtualHost) {
        administration.removePermissions(user, virtualHost);
    }

    @Override
    public void permitTopics(String user, String virtualHost, String exchange, String write, String read) {
        administration.permitTopics(user, virtualHost, exchange, write, read);
    }

    @Override
    public void removeTopicPermissions(String user, String virtualHost, String exchange) {
        administration.removeTopicPermissions(user, virtualHost, exchange);
    }

    @Override
    public void setTracing(String virtualHost, boolean on) {
        administration.setTracing(virtualHost, on);
    }

    @Override
    public void limitVirtualHost(String name, int maxConnections, int maxQueues) {
        administration.limitVirtualHost(name, maxConnections, maxQueues);
    }

    @Override
    public void limitUser(String user, int maxConnections, int maxChannels) {
        administration.limitUser(user, maxConnections, maxChannels);
    }
}
