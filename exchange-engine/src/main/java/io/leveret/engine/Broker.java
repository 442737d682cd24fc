package io.leveret.engine;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.engine.access.UserDirectory;
import io.leveret.engine.store.CatalogStore;
import io.leveret.engine.store.MessageStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A broker: its virtual hosts, and who may come in. Callable from any thread. */
public final class Broker {

    /** The virtual host that every broker has. */
    public static final String DEFAULT_VIRTUAL_HOST = "/";

    private final UserDirectory users;
    private final AtomicLong queueIds = new AtomicLong();
    private final Map<String, VirtualHost> virtualHosts = new ConcurrentHashMap<>();

    /** A broker with the default virtual host; it does not close the stores. */
    public Broker(UserDirectory users, CatalogStore catalog, MessageStore messages) {
        this.users = users;
        virtualHosts.put(DEFAULT_VIRTUAL_HOST,
            new VirtualHost(DEFAULT_VIRTUAL_HOST, catalog, messages, queueIds::incrementAndGet));
    }

    public UserDirectory users() {
        return users;
    }

    /** @throws AmqpException 530 when there is none of that name */
    public VirtualHost virtualHost(String name) {
        VirtualHost virtualHost = virtualHosts.get(name);
        if (virtualHost == null) throw new AmqpException(ReplyCode.NOT_ALLOWED, "vhost " + name + " not found");
        return virtualHost;
    }
}
