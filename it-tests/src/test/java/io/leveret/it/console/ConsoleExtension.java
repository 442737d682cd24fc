package io.leveret.it.console;

import io.leveret.broker.Leveret;
import io.leveret.it.Api;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Lends a test a {@link Console} of its own, and the {@link Leveret} that the tests of its class share, with its {@link Api} and
 * {@link Queues}: nothing of it is on disk. The browser is the same for all classes. Of a test that fails, {@code target/console} keeps a picture and a trace.
 */
final class ConsoleExtension implements BeforeAllCallback, ParameterResolver, AfterEachCallback {

    private static final Namespace NAMESPACE = Namespace.create(ConsoleExtension.class);
    private static final Path KEPT = Path.of("target", "console");

    /** Here and not when a parameter is asked for: that fails if the browser is missing, this skips the class. */
    @Override
    public void beforeAll(ExtensionContext context) {
        chromium(context);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> kind = parameter.getParameter().getType();
        return kind == Console.class || kind == Leveret.class || kind == Queues.class || kind == Api.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> kind = parameter.getParameter().getType();
        if (kind == Console.class) return console(context);
        if (kind == Queues.class) return new Queues(broker(context));
        return kind == Api.class ? Api.of(broker(context)) : broker(context);
    }

    /** What a constructor asks for belongs to its test, not to the class. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext rootContext) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Console console = context.getStore(NAMESPACE).remove(Console.class, Console.class);
        if (console == null) return;
        try (console) {
            boolean failed = context.getExecutionException().isPresent();
            try {
                if (!failed) console.assertNoTrouble();
            } catch (AssertionError trouble) {
                keep(console, context);
                throw trouble;
            }
            if (failed) keep(console, context);
        }
    }

    private static void keep(Console console, ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        String shown = context.getDisplayName();
        String name = context.getRequiredTestClass().getSimpleName() + "." + method
                + (shown.startsWith(method) ? "" : shown.replaceAll("[^\\w-]+", "_"));
        console.picture(KEPT.resolve(name + ".png"));
        console.saveTrace(KEPT.resolve(name + ".zip"));
    }

    private static Console console(ExtensionContext context) {
        return context.getStore(NAMESPACE).getOrComputeIfAbsent(Console.class, key -> Console.of(chromium(context).browser(), broker(context)), Console.class);
    }

    private static Chromium chromium(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(Chromium.class, key -> Chromium.start(), Chromium.class);
    }

    private static Leveret broker(ExtensionContext context) {
        ExtensionContext ofClass = context;
        while (ofClass.getTestMethod().isPresent()) ofClass = ofClass.getParent().orElseThrow();
        return ofClass.getStore(NAMESPACE).getOrComputeIfAbsent(Leveret.class,
                key -> Leveret.builder().inMemory().amqpPort(0).managementPort(0).start(), Leveret.class);
    }
}
