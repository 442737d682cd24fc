package io.leveret.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {

    private final ManualLoop home = new ManualLoop();
    private final List<String> seen = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(home, () -> seen.add("end"));

    @Test
    void runsACommandFromHomeAtOnce() {
        mailbox.submit(() -> seen.add("a"));
        assertThat(seen).containsExactly("a", "end");
    }

    @Test
    void runsABurstFromElsewhereInOneTurn() {
        home.fromElsewhere(() -> {
            mailbox.submit(() -> seen.add("a"));
            mailbox.submit(() -> seen.add("b"));
        });
        assertThat(seen).isEmpty();
        home.runAll();
        assertThat(seen).containsExactly("a", "b", "end");
    }

    @Test
    void keepsACommandFromHomeBehindWhatWaits() {
        home.fromElsewhere(() -> mailbox.submit(() -> seen.add("first")));
        mailbox.submit(() -> seen.add("second"));
        home.runAll();
        assertThat(seen).containsExactly("first", "second", "end");
    }

    @Test
    void doesNotReenterATurn() {
        mailbox.submit(() -> {
            mailbox.submit(() -> seen.add("inner"));
            seen.add("outer");
        });
        home.runAll();
        assertThat(seen).containsExactly("outer", "end", "inner", "end");
    }

    @Test
    void leavesRoomForOtherWorkAfterSlowCommands() {
        home.fromElsewhere(() -> {
            for (int i = 0; i < 10; i++) {
                mailbox.post(() -> {
                    home.passSilently(1);
                    seen.add("command");
                });
            }
        });
        home.execute(() -> seen.add("other work"));
        home.runAll();
        assertThat(seen.indexOf("other work")).isLessThan(4);
        assertThat(seen).filteredOn("command"::equals).hasSize(10);
    }

    @Test
    void leavesRoomForOtherWorkAfterALongTurn() {
        home.fromElsewhere(() -> {
            for (int i = 0; i < 100; i++) mailbox.post(() -> seen.add("command"));
            home.execute(() -> seen.add("other work"));
        });
        home.runAll();
        assertThat(seen.indexOf("other work")).isLessThan(seen.lastIndexOf("command"));
        assertThat(seen).filteredOn("command"::equals).hasSize(100);
    }

    @Test
    void goesOnAfterACommandThatFails() {
        mailbox.submit(() -> {
            throw new IllegalStateException("meant to fail");
        });
        mailbox.submit(() -> seen.add("next"));
        assertThat(seen).containsExactly("end", "next", "end");
    }

    @Test
    void goesOnAfterATurnInWhichTheStackGotTooDeep() {
        home.fromElsewhere(() -> {
            mailbox.submit(() -> {
                throw new StackOverflowError("meant to fail");
            });
            mailbox.submit(() -> seen.add("next"));
        });
        home.runAll();
        mailbox.submit(() -> seen.add("last"));
        assertThat(seen).containsExactly("next", "end", "last", "end");
    }

    @Test
    void isBusyWhileManyCommandsWait() {
        home.fromElsewhere(() -> {
            for (int i = 0; i < 100; i++) mailbox.post(() -> { });
        });
        assertThat(mailbox.isBusy()).isTrue();
        home.runAll();
        assertThat(mailbox.isBusy()).isFalse();
    }

    @Test
    void losesNothingWhenItIsReleasedBeforeATurnThatWasToCome() {
        mailbox.hold();
        home.fromElsewhere(() -> mailbox.post(() -> seen.add("a")));
        mailbox.release();
        home.runAll();
        home.fromElsewhere(() -> mailbox.post(() -> seen.add("b")));
        home.runAll();
        assertThat(seen).containsExactly("a", "end", "b", "end");
    }
}
