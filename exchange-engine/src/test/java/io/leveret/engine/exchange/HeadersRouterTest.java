package io.leveret.engine.exchange;

import static io.leveret.engine.exchange.Routing.binding;
import static io.leveret.engine.exchange.Routing.exchange;
import static io.leveret.engine.exchange.Routing.message;
import static io.leveret.engine.exchange.Routing.route;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;

import java.util.List;

import org.junit.jupiter.api.Test;

class HeadersRouterTest {
    private final NamedQueue queue = new NamedQueue("queue");

    @Test
    void wantsAllArgumentsUnlessToldOtherwise() {
        FieldTable both = table().put("a", "1").put("b", "2").build();

        assertThat(matches(both, both)).isTrue();
        assertThat(matches(both, both.with("c", FieldValue.longString("3")))).isTrue();
        assertThat(matches(both, table().put("a", "1").build())).isFalse();
        assertThat(matches(both, table().put("a", "1").put("b", "3").build())).isFalse();
        assertThat(matches(way("all", both), both)).isTrue();
        assertThat(matches(way("all", both), table().put("b", "2").build())).isFalse();
    }

    @Test
    void wantsAnyArgumentIfTold() {
        FieldTable any = table().put("x-match", "any").put("a", "1").put("b", "2").build();

        assertThat(matches(any, table().put("b", "2").build())).isTrue();
        assertThat(matches(any, table().put("a", "2").put("b", "1").build())).isFalse();
        assertThat(matches(any, FieldTable.EMPTY)).isFalse();
    }

    @Test
    void keepsNoPlaceForBindingsThatAreGone() {
        FieldTable both = table().put("a", "1").put("b", "2").build();
        FieldTable present = FieldTable.EMPTY.with("a", FieldValue.nothing());
        NamedQueue other = new NamedQueue("other");
        List<Binding> bindings = List.of(binding(queue, both), binding(other, both), new Binding("source", queue, "k", both),
                binding(queue, way("any", both)), binding(queue, present), binding(queue, FieldTable.EMPTY),
                binding(queue, way("any", FieldTable.EMPTY)), binding(queue, both.with("c", FieldValue.longString("3"))));
        HeadersRouter router = new HeadersRouter();
        bindings.forEach(router::bind);
        assertThat(router.isEmpty()).isFalse();

        bindings.forEach(router::unbind);
        assertThat(router.isEmpty()).isTrue();
    }

    @Test
    void overlooksArgumentsOfTheBrokersOwnUnlessToldNotTo() {
        FieldTable arguments = table().put("x-a", "1").put("b", "2").build();
        FieldTable onlyX = table().put("x-a", "1").build();
        FieldTable onlyB = table().put("b", "2").build();

        assertThat(matches(way("all", arguments), onlyB)).isTrue();
        assertThat(matches(way("any", arguments), onlyX)).isFalse();
        assertThat(matches(way("all-with-x", arguments), onlyB)).isFalse();
        assertThat(matches(way("all-with-x", arguments), arguments)).isTrue();
        assertThat(matches(way("any-with-x", arguments), onlyX)).isTrue();
    }

    @Test
    void matchesEverythingWhenAllOfNothingIsWantedAndNothingWhenAnyOfIt() {
        FieldTable some = table().put("a", "1").build();

        assertThat(matches(FieldTable.EMPTY, FieldTable.EMPTY)).isTrue();
        assertThat(matches(way("all", FieldTable.EMPTY), some)).isTrue();
        assertThat(matches(way("all-with-x", FieldTable.EMPTY), some)).isTrue();
        assertThat(matches(way("any", FieldTable.EMPTY), some)).isFalse();
        assertThat(matches(way("any-with-x", FieldTable.EMPTY), some.with("x-match", FieldValue.longString("any-with-x")))).isFalse();
    }

    @Test
    void takesVoidAsTheWishThatAHeaderBeThere() {
        FieldTable there = table().put("a", FieldValue.nothing()).build();

        assertThat(matches(there, table().put("a", "whatever").build())).isTrue();
        assertThat(matches(there, table().put("a", FieldTable.EMPTY).build())).isTrue();
        assertThat(matches(there, there)).isTrue();
        assertThat(matches(there, table().put("b", "1").build())).isFalse();
        assertThat(matches(table().put("a", "1").build(), there)).isFalse();
    }

    @Test
    void comparesIntegersByValueWhateverTheirWidth() {
        FieldTable seven = table().put("n", new FieldValue(FieldType.BYTE, 7L)).build();

        assertThat(matches(seven, table().put("n", FieldValue.longInt(7)).build())).isTrue();
        assertThat(matches(seven, table().put("n", new FieldValue(FieldType.UNSIGNED_SHORT, 7L)).build())).isTrue();
        assertThat(matches(seven, table().put("n", FieldValue.longInt(8)).build())).isFalse();
        assertThat(matches(seven, table().put("n", "7").build())).isFalse();
        assertThat(matches(seven, table().put("n", FieldValue.timestamp(7)).build())).isFalse();
        assertThat(matches(seven, table().put("n", FieldValue.floating(7)).build())).isFalse();
    }

    @Test
    void comparesOtherSimpleValuesExactly() {
        for (FieldValue value : new FieldValue[] {FieldValue.bool(true), FieldValue.longString("x"), FieldValue.timestamp(5),
            FieldValue.floating(1.5), FieldValue.binary(new byte[] {1})}) {
            assertThat(matches(table().put("h", value).build(), table().put("h", value).build())).isTrue();
            assertThat(matches(table().put("h", value).build(), table().put("h", "other").build())).isFalse();
        }
        assertThat(matches(table().put("h", FieldValue.floating(1.5)).build(),
                table().put("h", new FieldValue(FieldType.FLOAT, 1.5f)).build())).isTrue();
    }

    @Test
    void neverFindsArraysAndTablesEqual() {
        FieldTable array = table().put("h", FieldValue.array(FieldValue.bool(true))).build();
        FieldTable nested = table().put("h", FieldTable.EMPTY).put("a", "1").build();

        assertThat(matches(array, array)).isFalse();
        assertThat(matches(nested, nested)).isFalse();
        assertThat(matches(way("any", nested), nested)).isTrue(); // by the other header
    }

    @Test
    void countsOnlyTheFirstOfSeveralHeadersOfOneName() {
        FieldTable twice = table().put("a", "1").put("a", "2").build();

        assertThat(matches(table().put("a", "1").build(), twice)).isTrue();
        assertThat(matches(table().put("a", "2").build(), twice)).isFalse();
        assertThat(matches(way("any", table().put("a", "2").build()), twice)).isFalse();
    }

    @Test
    void refusesAnotherWayToMatchAndStaysAsItWas() {
        refuses(table().put("x-match", "some").build(),
                "Invalid x-match field value <<\"some\">>; expected all, any, all-with-x, or any-with-x");
        refuses(table().put("x-match", FieldValue.signedInt(1)).build(),
                "Invalid x-match field type signedint (value 1); expected longstr");
    }

    private void refuses(FieldTable arguments, String text) {
        Exchange headers = exchange(ExchangeType.HEADERS);
        assertThatThrownBy(() -> headers.bind(binding(queue, arguments)))
                .isInstanceOfSatisfying(AmqpException.class, e -> assertThat(e.code()).isEqualTo(ReplyCode.PRECONDITION_FAILED))
                .hasMessage(text);
        assertThat(headers.bindingCount()).isZero();
        assertThat(headers.unbind(binding(queue, arguments))).isFalse();
    }

    private boolean matches(FieldTable arguments, FieldTable messageHeaders) {
        Exchange headers = exchange(ExchangeType.HEADERS);
        headers.bind(binding(queue, arguments));
        return !route(headers, message("ignored", messageHeaders)).isEmpty();
    }

    private static FieldTable way(String way, FieldTable arguments) {
        return arguments.with("x-match", FieldValue.longString(way));
    }

    private static FieldTable.Builder table() {
        return FieldTable.builder();
    }
}
