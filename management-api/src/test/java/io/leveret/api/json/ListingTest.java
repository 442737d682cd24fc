package io.leveret.api.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ListingTest {

    private record Row(String name, Object rate, Optional<Object> policy) {
        Row(String name, Object rate) {
            this(name, rate, Optional.empty());
        }
    }

    private static final Fields<Row> FIELDS = new Fields<Row>()
        .add("name", Row::name)
        .add("stats", row -> row.rate() == null ? Map.of() : Map.of("details", Map.of("rate", row.rate())))
        .addIfPresent("policy", row -> row.policy().map(policy -> policy));

    private static final List<Row> ROWS = List.of(new Row("b", 10L), new Row("A", 9.5), new Row("c", null));

    @Test
    void isSortedAsUsual() {
        assertThat(names("")).isEqualTo("A b c");
    }

    @Test
    void isSortedByWhatLiesWithin() {
        assertThat(names("sort=stats.details.rate")).isEqualTo("c A b");
        assertThat(names("sort=stats.details.rate&sort_reverse=true")).isEqualTo("b A c");
        assertThat(names("sort=nothing&sort=name")).isEqualTo("A b c");
    }

    @Test
    void showsTheColumnsThatAreWanted() {
        assertThat(list("columns=name,stats.details.rate,nothing")).containsExactly(
            Map.of("name", "A", "stats", Map.of("details", Map.of("rate", 9.5))),
            Map.of("name", "b", "stats", Map.of("details", Map.of("rate", 10L))), Map.of("name", "c"));
    }

    @Test
    void showsAllOfAnObjectOfWhichAPartIsWantedToo() {
        assertThat(list("columns=stats,stats.details.rate&sort=name").get(1))
            .isEqualTo(Map.of("stats", Map.of("details", Map.of("rate", 10L))));
    }

    @Test
    void leavesOutWhatIsNotThere() {
        assertThat(FIELDS.of(new Row("a", null))).doesNotContainKey("policy");
        assertThat(FIELDS.of(new Row("a", null, Optional.of("p")))).containsEntry("policy", "p");
    }

    @Test
    void worksOutOnlyWhatIsShown() {
        Fields<Row> fields = new Fields<Row>().add("name", Row::name).add("dear", row -> {
            throw new AssertionError("nobody has asked");
        });
        assertThat(fields.of(ROWS.get(0), Columns.of("name"))).isEqualTo(Map.of("name", "b"));
    }

    @Test
    void sortsByAPartWithoutTheRest() {
        Fields<Row> fields = new Fields<Row>().add("name", Row::name).addTree("tree", row -> {
            throw new AssertionError("nobody has asked");
        }, (row, path) -> path.equals("rate") ? row.rate() : null);
        assertThat(new Listing<>(query("sort=tree.rate&columns=name"), fields, "name").of(ROWS).toString())
            .isEqualTo("[{name=c}, {name=A}, {name=b}]");
    }

    @Test
    void completesWhatIsShownOnly() {
        Fields<Row> fields = new Fields<Row>().add("name", Row::name).addLate("policy", Row::policy);
        List<Integer> completed = new ArrayList<>();
        UnaryOperator<List<Row>> completion = rows -> {
            completed.add(rows.size());
            return rows.stream().map(row -> new Row(row.name(), row.rate(), Optional.of("of " + row.name()))).toList();
        };
        assertThat(new Listing<>(query("page=1&page_size=2&columns=policy"), fields, "name").of(ROWS, completion).toString())
            .contains("{policy=of A}, {policy=of b}");
        new Listing<>(query("page=1&page_size=2&columns=name"), fields, "name").of(ROWS, completion);
        new Listing<>(query("page=1&page_size=2&sort=policy"), fields, "name").of(ROWS, completion);
        assertThat(completed).containsExactly(2, 3);
    }

    @Test
    void showsNullWhereAListLeavesSomethingOut() {
        Fields<Row> fields = new Fields<Row>().addOrNull("policy", Row::policy).addIfPresent("more", Row::policy);
        assertThat(fields.of(ROWS.get(0))).isEmpty();
        assertThat(query("").show(ROWS.get(0), fields).toString()).isEqualTo("{policy=null}");
    }

    @Test
    void isCutIntoPages() {
        assertThat(page("page=2&page_size=2")).isEqualTo(Map.of("filtered_count", 3, "item_count", 1, "page", 2, "page_count", 2,
            "page_size", 2, "total_count", 3, "items", List.of(FIELDS.of(ROWS.get(2)))));
        assertThat(page("page=1&name=B")).containsEntry("filtered_count", 1).containsEntry("total_count", 3);
        assertThat(page("page=1&name=^[ab]$&use_regex=true")).containsEntry("filtered_count", 2);
        assertThat(page("page=1&name=(&use_regex=true")).containsEntry("filtered_count", 0).containsEntry("page_count", 0);
    }

    @Test
    void findsNothingByWhatWouldTakeUpAllMemory() {
        assertThat(page("page=1&name=.*&use_regex=true")).containsEntry("filtered_count", 3);
        assertThat(page("page=1&name=((((.{0,99}){0,99}){0,99}){0,99})*&use_regex=true")).containsEntry("filtered_count", 0);
    }

    @Test
    void refusesPagesBeyondTheEnd() {
        assertThatThrownBy(() -> page("page=3&page_size=2")).isInstanceOf(InvalidQueryException.class)
            .hasMessage("Page out of range, page: 3 page size: 2, len: 3");
    }

    @Test
    void isNarrowedByConditionsThatHoldTogether() {
        assertThat(narrowed("filter=fast")).isEqualTo("A b");
        assertThat(narrowed("filter=fast,small")).isEqualTo("b");
        assertThat(narrowed("filter=fast&filter=small")).isEqualTo("b");
        assertThat(narrowed("filter=")).isEqualTo("A b c");
        assertThat(conditioned("page=1&filter=fast&name=a").of(ROWS).toString()).contains("filtered_count=1").contains("total_count=3");
        assertThatThrownBy(() -> narrowed("filter=fast,green")).isInstanceOf(InvalidQueryException.class)
            .hasMessage("unknown filter 'green'; there are fast, small");
        assertThatThrownBy(() -> list("filter=fast")).hasMessage("unknown filter 'fast'; this list has none");
    }

    @Test
    void looksForTextsInOtherFieldsToo() {
        List<Row> rows = List.of(new Row("b", null, Optional.of("limits")), new Row("limb", null), new Row("c", null));
        Object found = new Listing<>(query("page=1&name=lim&columns=name"), FIELDS, "name").searching("name", "policy").of(rows);
        assertThat(found.toString()).contains("{name=b}, {name=limb}");
        Object narrowed = new Listing<>(query("page=1&policy=^l&use_regex=true&columns=name"), FIELDS, "name").narrowedBy("policy").of(rows);
        assertThat(narrowed.toString()).contains("items=[{name=b}]");
    }

    private static Listing<Row> conditioned(String query) {
        return new Listing<>(query(query), FIELDS, "name")
            .with(new Filters<Row>().add("fast", row -> row.rate() != null).add("small", row -> row.name().equals(row.name().toLowerCase())));
    }

    @SuppressWarnings("unchecked")
    private static String narrowed(String query) {
        return ((List<Map<String, Object>>) conditioned(query).of(ROWS)).stream().map(row -> String.valueOf(row.get("name")))
            .collect(Collectors.joining(" "));
    }

    private static String names(String query) {
        return list(query).stream().map(row -> String.valueOf(row.get("name"))).collect(Collectors.joining(" "));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> list(String query) {
        return (List<Map<String, Object>>) new Listing<>(query(query), FIELDS, "name").of(ROWS);
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> page(String query) {
        return (Map<String, Object>) new Listing<>(query(query), FIELDS, "name").of(ROWS);
    }

    private static Query query(String text) {
        return new Query(Stream.of(text.split("&")).filter(pair -> !pair.isEmpty()).map(pair -> pair.split("=", 2))
            .collect(Collectors.groupingBy(pair -> pair[0], Collectors.mapping(pair -> Arrays.asList(pair).get(1), Collectors.toList()))));
    }
}
