package io.leveret.broker.amqp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PublisherConfirmsTest {

    private final ManualLoop loop = new ManualLoop();
    private final List<String> sent = new ArrayList<>();
    private int announced;
    private final PublisherConfirms confirms = new PublisherConfirms(loop, new PublisherConfirms.Publisher() {
        @Override
        public void confirmsReady() {
            announced++;
        }

        @Override
        public void ack(long sequence, boolean multiple) {
            sent.add("ack " + sequence + (multiple ? " multiple" : ""));
        }

        @Override
        public void nack(long sequence, boolean multiple) {
            sent.add("nack " + sequence + (multiple ? " multiple" : ""));
        }
    });

    @Test
    void answersABurstWithOneAck() {
        publish(1, 1, 1);
        confirms.confirmed(1, 3);
        confirms.send();
        assertThat(sent).containsExactly("ack 3 multiple");
        assertThat(confirms.unanswered()).isZero();
    }

    @Test
    void answersASinglePublishSingly() {
        publish(1, 1);
        confirms.confirmed(1, 1);
        confirms.send();
        assertThat(sent).containsExactly("ack 1");
    }

    @Test
    void answersWhatIsAheadOfAnUnansweredPublishSingly() {
        publish(1, 1, 1, 1);
        confirms.confirmed(3, 4);
        confirms.confirmed(1, 1);
        confirms.send();
        assertThat(sent).containsExactly("ack 1", "ack 3", "ack 4");
        confirms.confirmed(2, 2);
        confirms.send();
        assertThat(sent).endsWith("ack 2");
        assertThat(confirms.unanswered()).isZero();
    }

    @Test
    void passesOverWhatIsAnsweredAlready() {
        publish(1, 1, 1);
        confirms.confirmed(2, 2);
        confirms.send();
        confirms.confirmed(1, 1);
        confirms.confirmed(3, 3);
        confirms.send();
        assertThat(sent).containsExactly("ack 2", "ack 3 multiple");
    }

    @Test
    void waitsForEveryQueueOfAPublish() {
        publish(3);
        confirms.confirmed(1, 1);
        confirms.confirmed(1, 1);
        confirms.send();
        assertThat(sent).isEmpty();
        confirms.confirmed(1, 1);
        confirms.send();
        assertThat(sent).containsExactly("ack 1");
    }

    @Test
    void rejectsWhatAnyQueueRejects() {
        publish(3);
        confirms.confirmed(1, 1);
        confirms.rejected(1, 1);
        confirms.send();
        assertThat(sent).isEmpty();
        confirms.confirmed(1, 1);
        confirms.send();
        assertThat(sent).containsExactly("nack 1");
    }

    @Test
    void sendsAcksBeforeNacks() {
        publish(1, 1, 1, 1);
        confirms.rejected(1, 2);
        confirms.confirmed(3, 4);
        confirms.send();
        assertThat(sent).containsExactly("ack 3", "ack 4", "nack 2 multiple");
        assertThat(confirms.unanswered()).isZero();
    }

    @Test
    void confirmsAtOnceWhatReachesNoQueue() {
        publish(0);
        assertThat(announced).isEqualTo(1);
        confirms.send();
        assertThat(sent).containsExactly("ack 1");
    }

    @Test
    void comesHomeOnceForABurstFromElsewhere() {
        publish(1, 1, 1);
        loop.fromElsewhere(() -> {
            confirms.confirmed(1, 1);
            confirms.rejected(2, 2);
            confirms.confirmed(3, 3);
        });
        assertThat(loop.waitingTasks()).isEqualTo(1);
        assertThat(announced).isZero();
        loop.runAll();
        assertThat(announced).isEqualTo(1);
        confirms.send();
        assertThat(sent).containsExactly("ack 1", "ack 3", "nack 2");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void answersEveryPublishOnceWhateverTheOrder(long seed) {
        Random random = new Random(seed);
        TreeSet<Long> unanswered = new TreeSet<>();
        List<Long> reports = new ArrayList<>();
        for (int step = 0; step < 3_000; step++) {
            int queues = random.nextInt(4);
            long sequence = confirms.next(queues);
            unanswered.add(sequence);
            for (int i = 0; i < queues; i++) reports.add(sequence);
            while (reports.size() > random.nextInt(200)) {
                long report = reports.remove(random.nextInt(reports.size()));
                Runnable call = () -> report(report, random.nextInt(10) == 0);
                if (random.nextBoolean()) loop.fromElsewhere(call);
                else call.run();
            }
            loop.runAll();
            sent.clear();
            confirms.send();
            sent.forEach(answer -> answer(unanswered, answer));
        }
        reports.forEach(report -> report(report, false));
        sent.clear();
        confirms.send();
        sent.forEach(answer -> answer(unanswered, answer));
        assertThat(unanswered).isEmpty();
        assertThat(confirms.unanswered()).isZero();
    }

    private void report(long sequence, boolean reject) {
        if (reject) confirms.rejected(sequence, sequence);
        else confirms.confirmed(sequence, sequence);
    }

    private static void answer(TreeSet<Long> unanswered, String answer) {
        String[] words = answer.split(" ");
        long sequence = Long.parseLong(words[1]);
        assertThat(unanswered).as("what was answered before").contains(sequence);
        if (words.length == 3) unanswered.headSet(sequence, true).clear();
        else unanswered.remove(sequence);
    }

    private void publish(int... queues) {
        for (int count : queues) confirms.next(count);
    }
}
