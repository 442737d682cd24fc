package io.leveret.benchmarks.routing;

import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.leveret.engine.exchange.Binding;
import io.leveret.engine.exchange.Destination;
import io.leveret.engine.exchange.Exchange;
import io.leveret.engine.exchange.ExchangeType;
import io.leveret.engine.exchange.Matches;
import io.leveret.engine.message.Message;

import java.util.Random;
import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One message through one exchange, which should cost the same however many bindings it does not match. The messages take turns
 * over all bindings, so that a big exchange is not measured in the processor's cache alone.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoutingBenchmark {
    private static final int MESSAGES = 1 << 14;

    @Param({"10", "1000", "100000"})
    private int bindings;

    @Param
    private Case routed;

    private final Matches<Queue> matches = new Matches<>();
    private final Message[] messages = new Message[MESSAGES];
    private Exchange exchange;
    private int next;

    /** A kind of exchange, its i-th binding and a message that matches it. */
    public enum Case {
        /** Matches one. */
        DIRECT(ExchangeType.DIRECT) {
            @Override String bindingKey(int i) {
                return "key." + i;
            }
        },
        /** Matches them all. */
        FANOUT(ExchangeType.FANOUT),
        /** Three words; matches one. */
        TOPIC_LITERAL(ExchangeType.TOPIC) {
            @Override String bindingKey(int i) {
                return "orders." + i + ".created";
            }
        },
        /** A third of the patterns each with a star, a # behind and a # in front; matches one to three. */
        TOPIC_WILDCARDS(ExchangeType.TOPIC) {
            @Override String bindingKey(int i) {
                return switch (i % 3) {
                    case 0 -> "orders.*." + i / 3;
                    case 1 -> "orders.region" + i / 3 % 10 + "." + i / 3 + ".#";
                    default -> "#." + i / 3;
                };
            }

            @Override String routingKey(int i) {
                return "orders.region" + i / 3 % 10 + "." + i / 3;
            }
        },
        /** Two headers wanted, one of them by all; matches one. */
        HEADERS(ExchangeType.HEADERS) {
            @Override FieldTable arguments(int i) {
                return FieldTable.builder().put("type", "order").put("customer", "c" + i).build();
            }
        };

        private final ExchangeType type;

        Case(ExchangeType type) {
            this.type = type;
        }

        String bindingKey(int i) {
            return "";
        }

        String routingKey(int i) {
            return bindingKey(i);
        }

        FieldTable arguments(int i) {
            return FieldTable.EMPTY;
        }
    }

    private record Queue(String name) implements Destination {
        @Override public boolean isDurable() {
            return false;
        }
    }

    @Setup
    public void bind() {
        exchange = new Exchange("exchange", routed.type, false, false, false, FieldTable.EMPTY);
        for (int i = 0; i < bindings; i++) {
            exchange.bind(new Binding("exchange", new Queue("queue " + i), routed.bindingKey(i), routed.arguments(i)));
        }
        Random random = new Random(1);
        for (int i = 0; i < MESSAGES; i++) messages[i] = message(random.nextInt(bindings));
    }

    private Message message(int i) {
        FieldTable headers = routed.arguments(i);
        BasicProperties properties = headers.isEmpty()
                ? BasicProperties.EMPTY
                : BasicProperties.builder().headers(headers).build();
        return new Message("exchange", routed.routingKey(i), properties, Body.EMPTY);
    }

    @Benchmark
    public Destination route() {
        matches.clear();
        exchange.route(messages[next++ & MESSAGES - 1], matches);
        return matches.queue(matches.size() - 1);
    }
}
