package io.leveret.broker.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.amqp.Alarms;
import org.junit.jupiter.api.Test;

class HeapWatchTest {

    private final Alarms alarms = new Alarms();
    private long live = 10;
    private long collections;
    private int askedFor;
    private final HeapWatch watch = new HeapWatch(new HeapWatch.Heap() {
        @Override
        public long live() {
            return live;
        }

        @Override
        public long collections() {
            return collections;
        }

        @Override
        public void collect() {
            askedFor++;
        }
    }, 100, "memory.high-watermark", alarms);

    @Test
    void raisesTheAlarmWhenTheHeapStaysFull() {
        live = 100;
        look(2);
        assertThat(alarms.shortOf()).isEmpty();
        look(1);
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.MEMORY);
    }

    @Test
    void takesNoNoticeOfAMoment() {
        for (int i = 0; i < 5; i++) {
            live = 100;
            look(2);
            live = 99;
            look(1);
        }
        assertThat(alarms.shortOf()).isEmpty();
    }

    @Test
    void clearsItALittleBelow() {
        live = 100;
        look(3);
        live = 96;
        look(1);
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.MEMORY);
        live = 94;
        look(1);
        assertThat(alarms.shortOf()).isEmpty();
    }

    @Test
    void collectsGarbageDuringTheAlarmWhereNothingElseWould() {
        look(50);
        assertThat(askedFor).isZero();
        live = 100;
        for (int i = 0; i < 50; i++) {
            collections++;
            look(1);
        }
        assertThat(askedFor).isZero();
        look(10);
        assertThat(askedFor).isEqualTo(1);
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) watch.look();
    }
}
