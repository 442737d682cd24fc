package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Goes to all pages of the console: what the rail and the tabs link to, so that a page that is added is seen without being named here. */
final class Tour {

    private static final String LINKS = "where => [...document.querySelectorAll(where)].map(link => link.getAttribute('href').replace(/^#\\//, ''))";

    private Tour() {}

    /**
     * @param objects addresses of things that have pages of their own
     * @param look what to do at each page, with its address
     * @return the pages and tabs seen, such as {@code queue tab=messages}
     */
    static Set<String> of(Console console, List<String> objects, Consumer<String> look) {
        console.open("overview");
        assertThat(console.title().first()).isVisible();
        Deque<String> open = new ArrayDeque<>(links(console, "nav.rail section a"));
        open.addAll(objects);
        Set<String> seen = new LinkedHashSet<>();
        while (!open.isEmpty()) {
            String address = open.pop();
            if (!seen.add(kindOf(address))) continue;
            show(console, address);
            links(console, "nav.tabs a").stream().skip(1).forEach(open::add); // the first one is shown
            look.accept(address);
        }
        return seen;
    }

    static void show(Console console, String address) {
        console.open(address);
        assertThat(console.title().first()).isVisible();
        assertThat(console.main().locator(".skeleton")).hasCount(0);
        console.assertNoTrouble();
    }

    /** Of the tabs that several objects have, one is seen. */
    private static String kindOf(String address) {
        int tab = address.indexOf("tab=");
        return tab < 0 ? address.replaceAll("^(connection|channel)/.*", "$1") : address.replaceAll("/.*", "") + " " + address.substring(tab);
    }

    @SuppressWarnings("unchecked")
    private static List<String> links(Console console, String where) {
        return (List<String>) console.page().evaluate(LINKS, where);
    }
}
