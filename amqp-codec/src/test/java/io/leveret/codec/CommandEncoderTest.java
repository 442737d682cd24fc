package io.leveret.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leveret.codec.method.BasicMethod;
import io.leveret.codec.method.ConnectionMethod;
import io.leveret.codec.value.BasicProperties;
import io.leveret.codec.value.Body;
import io.leveret.codec.value.FieldTable;
import io.netty.buffer.ByteBuf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.List;

class CommandEncoderTest {
    private static final BasicMethod.Deliver DELIVER = new BasicMethod.Deliver("tag", 1L << 40, true, "e", "key");

    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    private final ByteBuf out = leaks.buffer();
    private final List<Integer> asked = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(ints = {30, 31, 100, 4096, 0})
    void cutsBodiesIntoFramesThatTheOtherSideAccepts(int frameMax) {
        List<byte[]> parts = new ArrayList<>();
        for (int i = 0; i < 50; i++) parts.add(new byte[] {(byte) i, 1, 2, 3, 4, 5, 6});
        new CommandEncoder(frameMax).content(this::room, 7, DELIVER, BasicProperties.EMPTY, Body.of(parts));
        Peer peer = new Peer().receive(out);
        assertThat(peer.onlyCommand()).isEqualTo(new Command(DELIVER, new Content(BasicProperties.EMPTY, Body.of(parts))));
        assertThat(peer.channels).containsExactly(7);
        if (frameMax != 0) assertThat(asked.subList(1, asked.size())).allMatch(room -> room <= frameMax);
    }

    @Test
    void asksForRoomOncePerFrame() {
        new CommandEncoder(4096).content(this::room, 1, DELIVER, BasicProperties.EMPTY, Body.of(new byte[5000]));
        assertThat(asked).hasSize(4).last().isEqualTo(8 + 5000 - 4088);
    }

    @Test
    void asksForRoomThatAnyDeliveryFitsInto() {
        String longest = "x".repeat(255);
        BasicMethod.Deliver deliver = new BasicMethod.Deliver(longest, Long.MAX_VALUE, true, longest, longest);
        new CommandEncoder(4096).method(this::room, 1, deliver);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(asked.get(0));
    }

    @Test
    void sendsNoBodyFrameForAnEmptyBody() {
        new CommandEncoder(4096).content(this::room, 1, DELIVER, BasicProperties.EMPTY, Body.EMPTY);
        assertThat(asked).hasSize(2);
        assertThat(new Peer().receive(out).onlyCommand().content()).isEqualTo(Content.NONE);
    }

    @Test
    void writesTablesLargerThanTheRoomItAskedFor() {
        FieldTable table = FieldTable.builder().put("long", "x".repeat(3000)).build();
        ConnectionMethod.Start start = new ConnectionMethod.Start(0, 9, table, "PLAIN AMQPLAIN", "en_US");
        new CommandEncoder(4096).method(this::room, 0, start);
        assertThat(new Peer().receive(out).methods()).containsExactly(start);
    }

    @Test
    void sendsPropertiesThatAreLargerThanAFrame() {
        BasicProperties properties = BasicProperties.builder()
                .headers(FieldTable.builder().put("long", "x".repeat(4096)).build()).build();
        Content content = new Content(properties, Body.of(new byte[5000]));
        new CommandEncoder(4096).content(this::room, 1, DELIVER, properties, content.body());
        assertThat(new Peer().receive(out).onlyCommand()).isEqualTo(new Command(DELIVER, content));
    }

    @Test
    void leavesNoTornFrameBehind() {
        BasicMethod.Cancel unwritable = new BasicMethod.Cancel("x".repeat(256), true);
        assertThatThrownBy(() -> new CommandEncoder(4096).method(this::room, 1, unwritable))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void writesTheLongestShortStringOfAnyAlphabet() {
        CommandEncoder encoder = new CommandEncoder(4096);
        for (String tag : List.of("x".repeat(255), "é".repeat(127), "€".repeat(85), "\uD83D\uDC07".repeat(63))) {
            encoder.method(this::room, 1, new BasicMethod.Cancel(tag, true));
            assertThat(new Peer().receive(out).methods()).containsExactly(new BasicMethod.Cancel(tag, true));
        }
    }

    private ByteBuf room(int bytes) {
        asked.add(bytes);
        return out.ensureWritable(bytes);
    }
}
