package io.leveret.engine;

import io.leveret.engine.access.PasswordHash;
import io.leveret.engine.access.Permissions;
import io.leveret.engine.access.TopicPermissions;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserLimits;
import io.leveret.engine.store.CatalogChange;
import io.leveret.engine.store.CatalogStore;
import java.util.List;

/** Tells the catalog who there is, and what they may do. Told under the broker's lock, before it is so. */
final class AccessRecords {

    private final CatalogStore catalog;

    AccessRecords(CatalogStore catalog) {
        this.catalog = catalog;
    }

    /** What every broker has at first, at once. */
    void begun(String virtualHost, User first, Permissions granted) {
        catalog.append(List.of(new CatalogChange.VirtualHostCreated(virtualHost), changeOf(first),
            changeOf(first.name(), virtualHost, granted)));
    }

    void put(User user) {
        catalog.append(changeOf(user));
    }

    void userDeleted(String name) {
        catalog.append(new CatalogChange.UserDeleted(name));
    }

    void limited(String user, UserLimits limits) {
        catalog.append(new CatalogChange.UserLimited(user, limits.maxConnections(), limits.maxChannels()));
    }

    void permitted(String user, String virtualHost, Permissions granted) {
        catalog.append(changeOf(user, virtualHost, granted));
    }

    void permissionsRemoved(String user, String virtualHost) {
        catalog.append(new CatalogChange.PermissionsRemoved(user, virtualHost));
    }

    void topicsPermitted(String user, String virtualHost, String exchange, TopicPermissions granted) {
        catalog.append(new CatalogChange.TopicsPermitted(user, virtualHost, exchange, granted.write(), granted.read()));
    }

    void topicPermissionsRemoved(String user, String virtualHost, String exchange) {
        catalog.append(new CatalogChange.TopicPermissionsRemoved(user, virtualHost, exchange));
    }

    private static CatalogChange changeOf(User user) {
        PasswordHash hash = user.passwordHash();
        return new CatalogChange.UserPut(user.name(), hash.algorithm().toString(), hash.text(), user.tags());
    }

    private static CatalogChange changeOf(String user, String virtualHost, Permissions granted) {
        return new CatalogChange.Permitted(user, virtualHost, granted.configure(), granted.write(), granted.read());
    }
}
