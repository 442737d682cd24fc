package io.leveret.engine.regex;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.re2j.PatternSyntaxException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UserRegexTest {

    @ParameterizedTest
    @ValueSource(strings = {"", ".*", "^orders$", "a{1000}", "(a{20}){50}", "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        "\\Q(a{1000}){1000}\\E", "[]{1000}({1000}]", "[^](a{1000}){1000}]", "[[:alpha:](]{3}", "a\\{1000}{1000}", "\\p{Greek}{1000}",
        "\\x{61}{1000}", "a{b}{1000", "a{,1000}", "(?i:amq\\.gen)|^x{2,}$", "[\\]({1000}]{1000}", "(a|b{3})+?"})
    void takesWhatStaysSmall(String regex) {
        assertThat(UserRegex.compile(regex).pattern()).isEqualTo(regex);
    }

    @ParameterizedTest
    @ValueSource(strings = {"(a{1000}){1000}", "(((a{100}){100}){100}){100}", "(?:x{0,900}){2,900}", "(a{1000}b{1000}){20}",
        "(\\x{61}{1000}){1000}", "([]{1000}({1000}]{1000}){1000}", "(\\Qab\\E{1000}){1000}", "((a{1000}){20}", "(a{1000,}){1000}",
        "([[:alpha:]]{1000}){1000}", "(\\({1000}){1000}", "(?P<name>a{999}){999}", "(a{1000})(?i){1000}", "(a{1000})\\Q\\E{1000}", "(){1000}(.{1000}){999}"})
    void refusesWhatWouldBeHuge(String regex) {
        assertThatThrownBy(() -> UserRegex.compile(regex)).isInstanceOf(PatternSyntaxException.class)
            .hasMessageContaining("longer than 20000 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"(?i)\u1c80", "(?i)[m-\uffff]", "(?si:[a-\\x{10ffff}])", "(?i)\\x{0000001c88}", "(?i)[\\x{41}-\\x{2000}]",
        "(?i)[--\\x{2000}]", "(?i)\\Q[\\E[]a-\\x{2000}]", "a(?s-i)[^a-\u1c85]"})
    void refusesLettersWithWhichTheCompilerWouldNeverEnd(String regex) {
        assertThatThrownBy(() -> UserRegex.compile(regex)).isInstanceOf(PatternSyntaxException.class).hasMessageContaining("in any case");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u1c80", "[m-\uffff]", "(?i)[\\x{4e00}-\\x{9fff}]", "(?i)[^a]\\PL\\W", "(?i)order-\u65e5", "(?i)[\u65e5-\u9fff]",
        "(?P<i>[a-\\x{10ffff}])", "(?i)\\x{41}"})
    void takesOtherLettersInAnyCase(String regex) {
        assertThat(UserRegex.compile(regex).pattern()).isEqualTo(regex);
    }

    @Test
    void refusesGroupsThatAreTooDeep() {
        UserRegex.compile("(".repeat(200) + "a" + ")".repeat(200));
        assertThatThrownBy(() -> UserRegex.compile("(".repeat(9_000) + "a" + ")".repeat(9_000)))
            .hasMessageContaining("more than 200 groups");
    }

    @Test
    void takesLongListsOfNames() {
        String list = "^(" + "some-queue|".repeat(1_500) + "last)$";
        assertThat(UserRegex.compile(list).matcher("last").find()).isTrue();
        assertThatThrownBy(() -> UserRegex.compile("x".repeat(20_001))).isInstanceOf(PatternSyntaxException.class);
    }

    @Test
    void leavesToTheCompilerWhatIsNone() {
        assertThatThrownBy(() -> UserRegex.compile("a{1001}")).hasMessageContaining("invalid repeat count");
        assertThatThrownBy(() -> UserRegex.compile("(?=a)")).isInstanceOf(PatternSyntaxException.class);
        assertThatThrownBy(() -> UserRegex.compile(")a{5}\\")).isInstanceOf(PatternSyntaxException.class);
        assertThatThrownBy(() -> UserRegex.compile("[")).isInstanceOf(PatternSyntaxException.class);
    }
}
