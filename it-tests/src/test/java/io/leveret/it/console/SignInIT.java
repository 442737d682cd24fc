package io.leveret.it.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import io.leveret.broker.Leveret;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

@InBrowser
class SignInIT {

    private final Console console;

    SignInIT(Console console) {
        this.console = console;
    }

    @Test
    void leadsToThePageOfTheAddressAndBackOut() {
        console.open("queues?vh=%2F");
        signIn("guest", "guest");
        assertThat(console.title()).containsText("Queues");
        assertThat(console.page()).hasURL(Pattern.compile("#/queues\\?vh=%2F$"));
        console.page().reload();
        assertThat(console.button("Sign in")).isVisible(); // nobody asked to be remembered
        assertThat(console.main()).containsText("You were signed in until this page was reloaded");
        assertThat(console.page().getByLabel("Password")).isFocused();
        console.page().getByLabel("Stay signed in").check();
        signIn("guest", "guest");
        assertThat(console.title()).containsText("Queues");
        console.page().reload();
        assertThat(console.title()).containsText("Queues");
        console.page().locator("summary").filter(new Locator.FilterOptions().setHasText("guest")).click();
        console.button("Sign out").click();
        assertThat(console.button("Sign in")).isVisible();
        console.page().reload();
        assertThat(console.button("Sign in")).isVisible();
        assertThat(console.main()).not().containsText("until this page was reloaded");
    }

    @Test
    void saysWhyNotAndKeepsTheName(Leveret broker) {
        broker.administration().putUser("norights", "secret");
        console.expecting("^401 GET .*/api/whoami").open("overview");
        signIn("guest", "wrong");
        assertThat(console.page().getByRole(AriaRole.ALERT)).hasText("User name or password is wrong.");
        assertThat(console.page().getByLabel("User name")).hasValue("guest");
        signIn("norights", "secret");
        assertThat(console.page().getByRole(AriaRole.ALERT)).containsText("has none of the tags");
        signIn("guest", "guest");
        assertThat(console.title()).isVisible();
        assertThat(console.button("Sign in")).hasCount(0);
    }

    private void signIn(String user, String password) {
        console.page().getByLabel("User name").fill(user);
        console.page().getByLabel("Password").fill(password);
        console.button("Sign in").click();
    }
}
