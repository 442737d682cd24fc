package io.leveret.engine;

import io.leveret.engine.access.HashAlgorithm;
import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.PermissionTable;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.loop.Loop;
import io.leveret.engine.store.CatalogChange;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Makes what a catalog holds: nothing is checked, told or written down again but what damage has taken. What needs a home loop gets the loops in
 * turn.
 */
final class Restoration {

    private final UserDirectory users;
    private final PermissionTable permissions;
    private final GlobalParameters globals;
    private final Function<String, VirtualHost> newVirtualHost;
    private final List<Loop> loops;
    private final Map<String, VirtualHost> virtualHosts = new HashMap<>();
    private final Map<String, VirtualHostRestoration> contents = new HashMap<>();
    private int nextLoop;

    /** @param newVirtualHost makes one with nothing in it but the broker's own exchanges */
    Restoration(UserDirectory users, PermissionTable permissions, GlobalParameters globals,
                Function<String, VirtualHost> newVirtualHost, List<Loop> loops) {
        this.users = users;
        this.permissions = permissions;
        this.globals = globals;
        this.newVirtualHost = newVirtualHost;
        this.loops = loops;
    }

    /** @return the virtual hosts, by name */
    Map<String, VirtualHost> of(List<CatalogChange> changes) {
        for (CatalogChange change : changes) {
            try {
                make(change);
            } catch (RuntimeException e) {
                throw new IllegalStateException("cannot bring back what the catalog holds: " + change, e);
            }
        }
        contents.values().forEach(VirtualHostRestoration::end);
        return virtualHosts;
    }

    private void make(CatalogChange change) {
        if (change instanceof CatalogChange.Bound bound) contents.get(bound.virtualHost()).binding(bound);
        else if (change instanceof CatalogChange.QueueDeclared queue) contents.get(queue.virtualHost()).queue(queue, loop());
        else if (change instanceof CatalogChange.QueuePaused paused) contents.get(paused.virtualHost()).paused(paused);
        else if (change instanceof CatalogChange.ExchangeDeclared exchange) {
            contents.get(exchange.virtualHost()).exchange(exchange, loop());
        } else if (change instanceof CatalogChange.ExchangeDeclaredBy declared) {
            contents.get(declared.virtualHost()).declarer(declared);
        } else if (change instanceof CatalogChange.HoldingQueueOpened queue) {
            contents.get(queue.virtualHost()).holdingQueue(queue);
        } else if (change instanceof CatalogChange.PolicySet policy) contents.get(policy.virtualHost()).policy(policy);
        else if (change instanceof CatalogChange.ParameterSet parameter) {
            contents.get(parameter.virtualHost()).parameter(parameter);
        } else if (change instanceof CatalogChange.GlobalParameterSet set) globals.restore(set.name(), set.value());
        else if (change instanceof CatalogChange.VirtualHostCreated created) create(created.virtualHost());
        else if (change instanceof CatalogChange.VirtualHostLimited limited) {
            virtualHosts.get(limited.virtualHost())
                .properties().restore(new VirtualHostLimits(limited.maxConnections(), limited.maxQueues()));
        } else if (change instanceof CatalogChange.VirtualHostDescribed described) {
            virtualHosts.get(described.virtualHost()).properties().restore(new VirtualHostDescription(described.text(),
                described.tags(), described.defaultQueueType(), described.isProtected()));
        } else if (change instanceof CatalogChange.VirtualHostTraced traced) {
            virtualHosts.get(traced.virtualHost()).tracing().turn(traced.on());
        } else grant(change);
    }

    private void grant(CatalogChange change) {
        if (change instanceof CatalogChange.UserPut user) put(user);
        else if (change instanceof CatalogChange.UserLimited limited) {
            users.limit(limited.user(), new UserLimits(limited.maxConnections(), limited.maxChannels()));
        } else if (change instanceof CatalogChange.Permitted granted) {
            permissions.put(granted.user(), granted.virtualHost(),
                new Permissions(granted.configure(), granted.write(), granted.read()));
        } else if (change instanceof CatalogChange.TopicsPermitted granted) {
            permissions.putTopics(granted.user(), granted.virtualHost(), granted.exchange(),
                new TopicPermissions(granted.write(), granted.read()));
        } else throw new IllegalArgumentException("nothing that could be there");
    }

    private void put(CatalogChange.UserPut user) {
        PasswordHash hash = PasswordHash.parse(HashAlgorithm.named(user.hashAlgorithm()), user.passwordHash());
        users.put(new User(user.user(), hash, user.tags()));
    }

    private void create(String name) {
        VirtualHost created = newVirtualHost.apply(name);
        virtualHosts.put(name, created);
        contents.put(name, created.restoration());
    }

    private Loop loop() {
        return loops.get(nextLoop++ % loops.size());
    }
}
