package io.leveret.codec.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import java.util.List;

class FieldTableTest {
    private final FieldTable table = FieldTable.builder()
            .put("a", FieldValue.signedInt(1)).put("b", "two").put("a", FieldValue.signedInt(3)).build();

    @Test
    void keepsOrderAndDuplicatesButFindsTheFirst() {
        assertThat(table.entries()).extracting(FieldTable.Entry::name).containsExactly("a", "b", "a");
        assertThat(table.find("a")).contains(FieldValue.signedInt(1));
        assertThat(table.size()).isEqualTo(3);
    }

    @Test
    void findsTheFirstOfManyToo() {
        FieldTable.Builder many = FieldTable.builder();
        for (int i = 0; i < 200; i++) many.put("name" + i % 100, FieldValue.longInt(i));
        FieldTable table = many.build();
        for (int i = 0; i < 100; i++) assertThat(table.find("name" + i)).contains(FieldValue.longInt(i));
        assertThat(table.find("name100")).isEmpty();
    }

    @Test
    void findsNothingForAnUnknownName() {
        assertThat(table.find("c")).isEmpty();
        assertThat(table.contains("c")).isFalse();
        assertThat(FieldTable.EMPTY.contains("a")).isFalse();
    }

    @Test
    void replacesAValueInItsPlace() {
        assertThat(table.with("a", FieldValue.bool(true)))
                .isEqualTo(FieldTable.builder().put("a", true).put("b", "two").build());
    }

    @Test
    void addsANewNameAtTheEnd() {
        assertThat(table.with("c", FieldValue.nothing()).entries()).last().extracting(FieldTable.Entry::name).isEqualTo("c");
    }

    @Test
    void removesEveryEntryOfAName() {
        assertThat(table.without("a")).isEqualTo(FieldTable.builder().put("b", "two").build());
        assertThat(table.without("c")).isSameAs(table);
        assertThat(table.without("a").without("b")).isSameAs(FieldTable.EMPTY);
    }

    @Test
    void tellsEqualValuesOfOtherTypesApart() {
        assertThat(FieldValue.signedInt(1)).isNotEqualTo(FieldValue.longInt(1));
        assertThat(FieldValue.binary(new byte[] {1})).isEqualTo(FieldValue.binary(new byte[] {1}));
    }

    @Test
    void readsLikeAMap() {
        assertThat(table).hasToString("{a=1, b=two, a=3}");
    }

    @Test
    void refusesValuesThatTheirTypeCannotHold() {
        assertThatThrownBy(() -> FieldValue.signedInt(1L << 31)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldValue(FieldType.BOOL, "true")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new FieldValue(FieldType.ARRAY, List.of("x"))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FieldTable.builder().put("é".repeat(128), "")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void knowsWhatItsValuesAre() {
        assertThat(FieldValue.signedInt(7).isInteger()).isTrue();
        assertThat(FieldValue.timestamp(7).isInteger()).isFalse();
        assertThat(FieldValue.longString("x").asText()).isEqualTo("x");
        assertThat(FieldValue.bool(true).asText()).isEqualTo("true");
        assertThat(new FieldValue(FieldType.DECIMAL, new Decimal(2, 314)).asText()).isEqualTo("3.14");
        assertThat(FieldValue.array(FieldValue.longInt(1)).asArray()).isEqualTo(List.of(FieldValue.longInt(1)));
        assertThatThrownBy(() -> FieldValue.longString("1").asLong()).isInstanceOf(IllegalStateException.class);
    }
}
