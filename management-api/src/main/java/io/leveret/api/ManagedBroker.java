package io.leveret.api;

import io.leveret.api.http.Answers;
import io.leveret.api.http.ApiException;
import io.leveret.api.http.Caller;
import io.leveret.codec.error.AmqpException;
import io.leveret.engine.Broker;
import io.leveret.engine.VirtualHost;
import io.leveret.engine.loop.Answer;
import io.leveret.engine.management.EngineCommands;
import io.leveret.engine.management.EngineView;
import io.leveret.engine.view.BrokerCommands;
import io.leveret.engine.view.BrokerView;
import io.leveret.engine.view.ConnectionInfo;
import io.leveret.engine.view.ConsumerInfo;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The broker as controllers use it, on threads that may wait: for changes to be on disk, and for what queues answer on
 * their own loops.
 */
public final class ManagedBroker {

    private static final long PATIENCE_SECONDS = 30;
    private static final int MOST_PUTS_AT_ONCE = 64;

    private final Broker broker;
    private final Node node;
    private final BrokerView view;
    private final BrokerCommands commands;

    /** Things that are put share them by their names. */
    private final List<Object> puts = Stream.generate(Object::new).limit(MOST_PUTS_AT_ONCE).toList();

    ManagedBroker(Broker broker, Node node) {
        this.broker = broker;
        this.node = node;
        this.view = new EngineView(broker);
        this.commands = new EngineCommands(broker, List.of(node.nextLoop()));
    }

    Broker broker() {
        return broker;
    }

    Node node() {
        return node;
    }

    public BrokerView view() {
        return view;
    }

    BrokerCommands commands() {
        return commands;
    }

    /**
     * A connection to be looked at.
     *
     * @throws ApiException 404 when there is none, 401 when it is somebody else's
     */
    ConnectionInfo connection(String name, Caller caller) {
        ConnectionInfo found = view.connection(name).orElseThrow(ApiException::noSuchObject);
        caller.requireSelfOrMonitor(found.user());
        return found;
    }

    /** What some virtual hosts hold; one that has gone meanwhile holds nothing. */
    static <T> List<T> inAll(Collection<String> hosts, Function<String, ? extends Collection<T>> content) {
        List<T> all = new ArrayList<>();
        for (String host : hosts) {
            try {
                all.addAll(content.apply(host));
            } catch (NoSuchElementException gone) {
                continue;
            }
        }
        return all;
    }

    public List<ConsumerInfo> consumersIn(Collection<String> hosts) {
        return await(view.consumers(inAll(hosts, view::queues)));
    }

    /** Somebody's client in a virtual host, with exactly the rights that the user has there over AMQP. */
    ApiClient client(Caller caller, VirtualHost virtualHost) {
        return new ApiClient(broker, caller.user(), virtualHost);
    }

    /**
     * Makes something, or changes it if it is there: of those who do so at the same time, one makes it.
     *
     * @param thing what it is called, and all that it needs to be told from others
     */
    HttpResponse<?> put(List<String> thing, BooleanSupplier isThere, Runnable change) {
        boolean isNew = alone(thing, () -> {
            boolean wasThere = isThere.getAsBoolean();
            change.run();
            return !wasThere;
        });
        awaitStored();
        return Answers.put(isNew);
    }

    /** Runs a change while nobody else puts the same thing over the API. */
    boolean alone(List<String> thing, BooleanSupplier change) {
        synchronized (puts.get(Math.floorMod(thing.hashCode(), puts.size()))) {
            return change.getAsBoolean();
        }
    }

    /** Waits until all that was changed is on disk, if anything is kept there. */
    void awaitStored() {
        CompletableFuture<Void> stored = new CompletableFuture<>();
        broker.whenStored(() -> stored.complete(null));
        await(stored);
    }

    /** Asks a queue something, and waits for the answer. */
    <T> T ask(Consumer<Answer<T>> question) {
        return await(asked(question));
    }

    /**
     * As {@link #ask(Consumer)}.
     *
     * @param ifTooLate gets the answer on the queue's loop when nobody waits for it any more
     */
    <T> T ask(Consumer<Answer<T>> question, Consumer<T> ifTooLate) {
        CompletableFuture<T> future = asked(question, ifTooLate);
        try {
            return await(future);
        } finally {
            future.cancel(false);
        }
    }

    private static <T> CompletableFuture<T> asked(Consumer<Answer<T>> question) {
        return asked(question, late -> { });
    }

    private static <T> CompletableFuture<T> asked(Consumer<Answer<T>> question, Consumer<T> ifTooLate) {
        CompletableFuture<T> future = new CompletableFuture<>();
        question.accept(new Answer<>() {
            @Override
            public void completed(T value) {
                if (!future.complete(value)) ifTooLate.accept(value);
            }

            @Override
            public void failed(AmqpException error) {
                future.completeExceptionally(error);
            }
        });
        return future;
    }

    static <T> T await(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e);
        } catch (TimeoutException e) {
            throw new ApiException(HttpStatus.INTERNAL_SERVER_ERROR, "internal_server_error", "timeout");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
