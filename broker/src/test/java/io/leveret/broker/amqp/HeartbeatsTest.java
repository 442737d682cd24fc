package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeartbeatsTest {

    private final ManualLoop loop = new ManualLoop();
    private final RecordingLine line = new RecordingLine();

    @Test
    void sendsAFrameEachHalfIntervalOfSilence() {
        Heartbeats.start(loop, line, 10);
        loop.advance(4_999);
        assertThat(line.heartbeats).isZero();
        loop.advance(1);
        assertThat(line.heartbeats).isEqualTo(1);
        loop.advance(5_000);
        assertThat(line.heartbeats).isEqualTo(2);
    }

    @Test
    void sendsNothingWhileOtherBytesGoOut() {
        Heartbeats.start(loop, line, 10);
        line.sent = true;
        loop.advance(5_000);
        assertThat(line.heartbeats).isZero();
        loop.advance(5_000);
        assertThat(line.heartbeats).isEqualTo(1);
    }

    @Test
    void givesUpAfterTwoIntervalsWithoutAByte() {
        Heartbeats.start(loop, line, 10);
        loop.advance(19_999);
        assertThat(line.gaveUp).isFalse();
        loop.advance(1);
        assertThat(line.gaveUp).isTrue();
        assertThat(loop.waitingTimers()).isZero();
    }

    @Test
    void countsAnyByteAsASignOfLife() {
        Heartbeats.start(loop, line, 10);
        for (int i = 0; i < 10; i++) {
            loop.advance(10_000);
            line.received = i % 2 == 0;
        }
        assertThat(line.gaveUp).isFalse();
    }

    @Test
    void doesNothingWhenNoneAreAgreed() {
        Heartbeats.start(loop, line, 0).stop();
        assertThat(loop.waitingTimers()).isZero();
    }

    @Test
    void stops() {
        Heartbeats.start(loop, line, 10).stop();
        loop.advance(60_000);
        assertThat(line.heartbeats).isZero();
        assertThat(line.gaveUp).isFalse();
    }

    @Test
    void mayGoOnSendingToWhoIsNotHeardAnyMore() {
        Heartbeats heartbeats = Heartbeats.start(loop, line, 10);
        heartbeats.stopChecking();
        loop.advance(60_000);
        assertThat(line.gaveUp).isFalse();
        assertThat(line.heartbeats).isEqualTo(12);
        heartbeats.stop();
        assertThat(loop.waitingTimers()).isZero();
    }

    private static final class RecordingLine implements Heartbeats.Line {
        private boolean sent;
        private boolean received;
        private int heartbeats;
        private boolean gaveUp;

        @Override
        public boolean takeSent() {
            boolean taken = sent;
            sent = false;
            return taken;
        }

        @Override
        public boolean takeReceived() {
            boolean taken = received;
            received = false;
            return taken;
        }

        @Override
        public void sendHeartbeat() {
            heartbeats++;
        }

        @Override
        public void clientSilent() {
            gaveUp = true;
        }
    }
}
