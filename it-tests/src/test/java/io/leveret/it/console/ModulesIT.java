package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The console's modules that draw nothing, tried by scripts beside this one, in the page itself. */
@InBrowser
class ModulesIT {

    private static final Path SCRIPTS = Path.of("src", "test", "resources", "console-modules");

    /** Runs a script and gathers what became of its tests. */
    private static final String RUN = """
            async () => {
              const results = [];
              const text = value => JSON.stringify(value, function (key, each) { return each === undefined && Array.isArray(this) ? 'undefined' : each; });
              const equal = (is, wanted) => { if (text(is) !== text(wanted)) throw new Error(`${text(is)} is not ${text(wanted)}`); };
              const load = path => import(new URL(`ui/${path}`, document.baseURI));
              const test = (name, body) => {
                const end = error => { results.push({ name, error: error ? String(error) : '' }); };
                try { return Promise.resolve(body()).then(() => end(), end); } catch (error) { return Promise.resolve(end(error)); }
              };
              await (%s)({ load, test, equal });
              await Promise.resolve();
              return results;
            }""";

    @ParameterizedTest
    @ValueSource(strings = {"format", "health", "router", "definitions-diff", "topology", "messages", "publish", "exports", "chart-scale"})
    void doesWhatItSays(String script, Console console) throws IOException {
        console.open("overview");
        assertThat(console.button("Sign in")).isVisible();
        String source = Files.readString(SCRIPTS.resolve(script + ".js")).strip();
        SoftAssertions tests = new SoftAssertions();
        results(console, RUN.replace("%s", source)).forEach(result -> tests.assertThat(result.get("error")).as(result.get("name")).isEmpty());
        tests.assertAll();
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, String>> results(Console console, String script) {
        List<Map<String, String>> results = (List<Map<String, String>>) console.page().evaluate(script);
        assertThat(results).hasSizeGreaterThan(3);
        return results;
    }
}
