package io.leveret.codec.method;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.LeakDetection;
import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.Values;
import io.netty.buffer.ByteBuf;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.Assertions;

import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Every record of every class, with any arguments, found by reflection so that none is forgotten. */
class MethodRoundTripTest {
    private static final Set<String> OCTETS = Set.of("versionMajor", "versionMinor");
    private static final Set<String> LONG_LONGS = Set.of("deliveryTag");
    private static final Set<String> WITH_CONTENT = Set.of("Publish", "Return", "Deliver", "GetOk");

    @Property(tries = 3000, edgeCases = EdgeCasesMode.NONE)
    void readsTheMethodsThatWereWritten(@ForAll("methods") Method method) {
        try (LeakDetection leaks = new LeakDetection()) {
            ByteBuf buffer = written(method, leaks);
            Method read = new MethodReader().read(buffer, buffer.readableBytes());
            assertThat(read).usingRecursiveComparison().isEqualTo(method);
            assertThat(buffer.isReadable()).isFalse();
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void refusesMethodsCutAnywhere(@ForAll("methods") Method method) {
        try (LeakDetection leaks = new LeakDetection()) {
            ByteBuf buffer = written(method, leaks);
            MethodReader reader = new MethodReader();
            for (int length = 0; length < buffer.readableBytes(); length++) {
                int cut = length;
                Assertions.assertThatThrownBy(() -> reader.read(leaks.buffer().writeBytes(buffer, 0, cut), cut))
                        .isInstanceOf(AmqpException.class).hasMessageStartingWith("cannot decode <<");
            }
        }
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void refusesBytesAfterTheLastArgument(@ForAll("methods") Method method) {
        try (LeakDetection leaks = new LeakDetection()) {
            ByteBuf buffer = written(method, leaks).writeByte(0);
            Assertions.assertThatThrownBy(() -> new MethodReader().read(buffer, buffer.readableBytes()))
                    .isInstanceOf(AmqpException.class).hasMessageStartingWith("cannot decode <<");
        }
    }

    @Example
    void hasEveryMethodOfTheProtocolAndOfRabbitMq() {
        assertThat(records().map(type -> Arbitraries.of(type).flatMap(MethodRoundTripTest::of).sample())
                .map(method -> method.classId() + "." + method.methodId())).containsExactlyInAnyOrder(
                "10.10", "10.11", "10.20", "10.21", "10.30", "10.31", "10.40", "10.41", "10.50", "10.51", "10.60", "10.61",
                "10.70", "10.71", "20.10", "20.11", "20.20", "20.21", "20.40", "20.41", "30.10", "30.11", "40.10", "40.11",
                "40.20", "40.21", "40.30", "40.31", "40.40", "40.51", "50.10", "50.11", "50.20", "50.21", "50.30", "50.31",
                "50.40", "50.41", "50.50", "50.51", "60.10", "60.11", "60.20", "60.21", "60.30", "60.31", "60.40", "60.50",
                "60.60", "60.70", "60.71", "60.72", "60.80", "60.90", "60.100", "60.110", "60.111", "60.120", "85.10", "85.11",
                "90.10", "90.11", "90.20", "90.21", "90.30", "90.31");
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void announcesContentOnlyOfTheFourMethodsThatCarryIt(@ForAll("methods") Method method) {
        assertThat(method.hasContent()).isEqualTo(WITH_CONTENT.contains(method.getClass().getSimpleName()));
    }

    @Provide
    Arbitrary<Method> methods() {
        return Arbitraries.of(records().toList()).flatMap(MethodRoundTripTest::of);
    }

    private static ByteBuf written(Method method, LeakDetection leaks) {
        ByteBuf buffer = leaks.buffer();
        new ArgumentWriter().write(method, buffer);
        return buffer;
    }

    private static Stream<Class<?>> records() {
        return Arrays.stream(Method.class.getPermittedSubclasses()).flatMap(type -> Arrays.stream(type.getPermittedSubclasses()));
    }

    private static Arbitrary<Method> of(Class<?> type) {
        List<Arbitrary<Object>> arguments = Arrays.stream(type.getRecordComponents())
                .map(component -> argument(component, WITH_CONTENT.contains(type.getSimpleName()))).toList();
        return Combinators.combine(arguments).as(values -> create(type, values));
    }

    private static Method create(Class<?> type, List<Object> arguments) {
        try {
            return (Method) type.getDeclaredConstructors()[0].newInstance(arguments.toArray());
        } catch (ReflectiveOperationException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Arbitrary<Object> argument(RecordComponent component, boolean mayBeNoText) {
        Class<?> type = component.getType();
        if (type == boolean.class) return Arbitraries.of(true, false).asGeneric();
        if (type == int.class) {
            return Arbitraries.integers().between(0, OCTETS.contains(component.getName()) ? 0xff : 0xffff).asGeneric();
        }
        if (type == long.class) {
            return (LONG_LONGS.contains(component.getName()) ? Arbitraries.longs() : Arbitraries.longs().between(0, 0xffff_ffffL))
                    .asGeneric();
        }
        if (type == String.class) return (mayBeNoText ? Values.anyShortStrings() : Values.shortStrings()).asGeneric();
        if (type == FieldTable.class) return Values.tables().asGeneric();
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(100).asGeneric();
    }
}
