package io.leveret.it;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.util.Set;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends a broker to a test class: an embedded one on a free port, shared by the tests of the class, or the one that
 * {@code -Dleveret.it.uri} names.
 *
 * <p>A test asks for a {@link BrokerAddress}, {@link ConnectionFactory}, {@link Connection}, {@link Channel} or
 * {@link WireClient} by parameter and gets a fresh one, as well as {@link Names} for what it declares and an
 * {@link Admin} for users and virtual hosts. Whatever was opened through them is closed after the test, connections that
 * a test opens with the factory included. Constructors and {@code @BeforeEach} may ask as well, and share with their
 * test.
 */
public final class BrokerExtension implements ParameterResolver, AfterEachCallback {
    private static final Namespace NAMESPACE = Namespace.create(BrokerExtension.class);
    private static final Set<Class<?>> KINDS = Set.of(
            BrokerAddress.class, ConnectionFactory.class, Connection.class, Channel.class, WireClient.class, Names.class,
            Admin.class);

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return KINDS.contains(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> kind = parameter.getParameter().getType();
        if (kind == BrokerAddress.class) return broker(context).address();
        Clients clients = clients(context);
        if (kind == ConnectionFactory.class) return clients.factory();
        if (kind == Connection.class) return clients.connection();
        if (kind == Channel.class) return clients.channel();
        if (kind == Names.class) return clients.names();
        if (kind == Admin.class) return clients.admin(broker(context).accessControl());
        return clients.wire();
    }

    /** What a constructor asks for belongs to its test, not to the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        Clients clients = store(context).remove(Clients.class, Clients.class);
        if (clients != null) clients.close();
    }

    private static Clients clients(ExtensionContext context) {
        BrokerAddress address = broker(context).address();
        return store(context).getOrComputeIfAbsent(Clients.class, key -> new Clients(address), Clients.class);
    }

    /** Kept in the store of the class, which closes it after the last test. */
    private static BrokerUnderTest broker(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) ofClass = ofClass.getParent().orElseThrow();
        return store(ofClass).getOrComputeIfAbsent(
                BrokerUnderTest.class, key -> BrokerUnderTest.start(), BrokerUnderTest.class);
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }
}
