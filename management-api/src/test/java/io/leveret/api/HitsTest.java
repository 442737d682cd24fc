package io.leveret.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HitsTest {

    @Test
    void prefersTheEqualThenTheBeginningThenTheShort() {
        Hits hits = new Hits("ab", 4);
        for (String name : List.of("xab", "abc", "AB", "a", "zzabzz", "abcd", "b", "")) hits.offer(name, "", "v");
        Map<String, Object> json = hits.json("vhost", "");
        assertThat(json.get("total")).isEqualTo(5);
        assertThat((List<?>) json.get("items")).extracting("name").containsExactly("AB", "abc", "abcd", "xab");
    }
}
