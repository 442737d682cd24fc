package io.leveret.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicAlignmentTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", emptyValue = "", value = {
        "a.*.c     | a.b.c   | true  | a=a *=b c=c",
        "a.#       | a.b.c   | true  | a=a #=b.c",
        "a.#       | a       | true  | a=a #=",
        "#.c       | a.b.c   | true  | #=a.b c=c",
        "#.b.#.d   | a.b.c.d | true  | #=a b=b #=c d=d",
        "a.b       | a.c     | false | a=a b!c",
        "a.b.c     | a       | false | a=a b! c!",
        "a         | a.b.c   | false | a=a !b.c",
        "*.stock.# | x.shop  | false | *=x stock!shop #!",
        "''        | ''      | true  | ''",
        "''        | a       | false | !a",
    })
    void tellsWordByWord(String pattern, String key, boolean matches, String words) {
        TopicAlignment alignment = new TopicAlignment(pattern, key);
        assertThat(alignment.matches()).isEqualTo(matches);
        assertThat(alignment.words().stream().map(word -> word.pattern() + (word.matches() ? "=" : "!") + String.join(".", word.words()))
                .reduce((one, other) -> one + " " + other).orElse("")).isEqualTo(words);
    }
}
