package io.leveret.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class DistinctTest {
    private static final List<Object> OBJECTS = IntStream.range(0, 3000).mapToObj(i -> new Object()).toList();

    @Property(tries = 200)
    void keepsTheOrderOfFirstComing(@ForAll @Size(max = 60) List<@IntRange(max = 40) Integer> few,
            @ForAll @Size(max = 60) List<@IntRange(max = 2999) Integer> others) {
        Distinct distinct = new Distinct();
        for (List<Integer> chosen : List.of(few, others, few)) {
            Set<Object> expected = new LinkedHashSet<>();
            for (int i : chosen) assertThat(distinct.add(OBJECTS.get(i))).isEqualTo(expected.add(OBJECTS.get(i)));
            assertThat(contents(distinct)).containsExactlyElementsOf(expected);
            distinct.clear();
            assertThat(distinct.size()).isZero();
        }
    }

    @Property(tries = 50)
    void takesWholeArraysBeforeAndAfterSingleObjects(@ForAll @IntRange(max = 3000) int first,
            @ForAll @IntRange(max = 3000) int second) {
        Distinct distinct = new Distinct();
        for (int round = 0; round < 2; round++) {
            distinct.addAll(OBJECTS.subList(0, first).toArray());
            assertThat(distinct.add(OBJECTS.get(0))).isEqualTo(first == 0);
            distinct.addAll(OBJECTS.subList(0, second).toArray());
            assertThat(contents(distinct)).containsExactlyElementsOf(OBJECTS.subList(0, Math.max(1, Math.max(first, second))));
            distinct.clear();
        }
    }

    private static List<Object> contents(Distinct distinct) {
        List<Object> contents = new ArrayList<>();
        for (int i = 0; i < distinct.size(); i++) contents.add(distinct.get(i));
        return contents;
    }
}
