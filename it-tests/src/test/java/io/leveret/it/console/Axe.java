package io.leveret.it.console;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Properties;

/** Deque's rules of accessibility: those of WCAG 2.2, level AA, and good practice. */
final class Axe {

    private static final String ABOUT = "/META-INF/maven/org.webjars.npm/axe-core/pom.properties";
    private static final String ALL = "['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']";
    /** Of all rules, those that look at colours. */
    private static final String COLOURS = "{ type: 'rule', values: ['color-contrast', 'link-in-text-block'] }";
    private static final String RUN = "async () => (await axe.run(document, { resultTypes: ['violations'], runOnly: %s })).violations"
            + ".flatMap(rule => rule.nodes.map(node => rule.id + ': ' + node.html.slice(0, 200) + ' | ' + node.failureSummary.replace(/\\s+/g, ' ')))";

    private final String rules;

    Axe() {
        try (InputStream about = resource(ABOUT)) {
            Properties properties = new Properties();
            properties.load(about);
            String file = "/META-INF/resources/webjars/axe-core/" + properties.getProperty("version") + "/axe.min.js";
            try (InputStream script = resource(file)) {
                rules = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the page does against them, as it is now. */
    List<String> violations(Page page) {
        return run(page, ALL);
    }

    /** The same where nothing but colours has changed since that was asked, in a third of the time. */
    List<String> violationsByColour(Page page) {
        return run(page, COLOURS);
    }

    @SuppressWarnings("unchecked")
    private List<String> run(Page page, String which) {
        if (!(boolean) page.evaluate("() => 'axe' in window")) page.evaluate(rules);
        return (List<String>) page.evaluate(RUN.formatted(which));
    }

    private static InputStream resource(String name) {
        return Objects.requireNonNull(Axe.class.getResourceAsStream(name), name);
    }
}
