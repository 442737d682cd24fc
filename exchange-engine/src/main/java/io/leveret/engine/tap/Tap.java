package io.leveret.engine.tap;

import io.leveret.engine.message.Message;
import java.util.Arrays;

/**
 * Somebody who looks on while messages pass. Called on the loop that has the message, between two of its steps: it takes next
 * to no time, and never waits. Where nobody looks on there is null instead, so that it costs a look at that.
 */
public interface Tap {

    void passed(Message message);

    /**
     * Both of them.
     *
     * @param some null for nobody
     */
    static Tap with(Tap some, Tap added) {
        if (some == null) return added;
        Tap[] before = some instanceof Several several ? several.taps : new Tap[] {some};
        Tap[] taps = Arrays.copyOf(before, before.length + 1);
        taps[before.length] = added;
        return new Several(taps);
    }

    /** @return null for nobody */
    static Tap without(Tap some, Tap gone) {
        if (some == gone) return null;
        if (!(some instanceof Several several)) return some;
        Tap[] left = Arrays.stream(several.taps).filter(tap -> tap != gone).toArray(Tap[]::new);
        return left.length == 0 ? null : left.length == 1 ? left[0] : new Several(left);
    }

    /** More than one. */
    final class Several implements Tap {

        private final Tap[] taps;

        private Several(Tap[] taps) {
            this.taps = taps;
        }

        @Override
        public void passed(Message message) {
            for (Tap tap : taps) tap.passed(message);
        }
    }
}
