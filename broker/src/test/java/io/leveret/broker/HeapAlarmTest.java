package io.leveret.broker;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.broker.amqp.Alarms;
import io.leveret.engine.queue.MessageMemory;
import org.junit.jupiter.api.Test;

class HeapAlarmTest {

    @Test
    void lastsAsLongAsMemoryIsFull() {
        Alarms alarms = new Alarms();
        HeapAlarm alarm = new HeapAlarm(new MessageMemory(100 << 20), alarms);
        alarm.full();
        assertThat(alarms.shortOf()).containsExactly(Alarms.Resource.MEMORY);
        alarm.free();
        assertThat(alarms.shortOf()).isEmpty();
    }
}
