package io.leveret.codec.value;

import static io.leveret.codec.error.ReplyCode.FRAME_ERROR;
import static io.leveret.codec.error.ReplyCode.SYNTAX_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.leveret.codec.LeakDetection;
import io.leveret.codec.error.AmqpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BasicPropertiesTest {
    private static final FieldTable HEADERS = FieldTable.builder()
            .put("CC", FieldValue.array(FieldValue.longString("a"))).put("n", FieldValue.signedInt(1)).put("n", "two").build();

    @RegisterExtension
    final LeakDetection leaks = new LeakDetection();

    @Test
    void knowsEveryProperty() {
        BasicProperties all = throughTheWire(all());
        assertThat(all.contentType()).contains("text/plain");
        assertThat(all.contentEncoding()).contains("gzip");
        assertThat(all.headers()).isEqualTo(HEADERS);
        assertThat(all.deliveryMode()).isEqualTo(2);
        assertThat(all.priority()).hasValue(200);
        assertThat(all.correlationId()).contains("correlation");
        assertThat(all.replyTo()).contains("reply");
        assertThat(all.expiration()).contains("60000");
        assertThat(all.messageId()).contains("message");
        assertThat(all.timestamp()).hasValue(1L << 40);
        assertThat(all.type()).contains("type");
        assertThat(all.userId()).contains("guest");
        assertThat(all.appId()).contains("app");
        assertThat(all.clusterId()).contains("cluster");
    }

    @Test
    void putsFlagsAndPropertiesInTheOrderOfTheSpecification() {
        ByteBuf out = leaks.buffer();
        BasicProperties.builder().appId("a").priority(7).contentType("c").build().writeTo(out);
        assertThat(out).isEqualTo(leaks.hex("88 08 01 63 07 01 61"));
    }

    @Test
    void hasNothingWhenEmpty() {
        BasicProperties none = read("00 00");
        assertThat(none).isSameAs(BasicProperties.EMPTY);
        assertThat(none.deliveryMode()).isZero();
        assertThat(none.isPersistent()).isFalse();
        assertThat(none.hasHeaders()).isFalse();
        assertThat(none.headers()).isSameAs(FieldTable.EMPTY);
        assertThat(none.header("x")).isEmpty();
        assertThat(none.priority()).isEmpty();
        assertThat(none.expiration()).isEmpty();
        assertThat(none.timestamp()).isEmpty();
    }

    @Test
    void isPersistentInDeliveryModeTwoOnly() {
        assertThat(read("10 00 02").isPersistent()).isTrue();
        assertThat(read("10 00 01").isPersistent()).isFalse();
        assertThat(read("10 00 03").isPersistent()).isFalse();
    }

    @Test
    void findsOneHeaderWithoutTheOthers() {
        BasicProperties properties = throughTheWire(all());
        assertThat(properties.header("CC")).isEqualTo(HEADERS.find("CC"));
        assertThat(properties.header("n")).contains(FieldValue.signedInt(1));
        assertThat(properties.header("missing")).isEmpty();
    }

    @Test
    void leavesAsItCameEvenWhenItIsNotText() {
        String hex = "a0 20 02 ff fe 00 00 00 08 02 c0 80 53 00 00 00 00 01 80";
        BasicProperties properties = read(hex);
        ByteBuf out = leaks.buffer();
        properties.writeTo(out);
        assertThat(out).isEqualTo(leaks.hex(hex));
        assertThat(properties.type()).contains("\uDC80");
        assertThat(properties.withHeaders(properties.headers())).isEqualTo(properties);
    }

    @Test
    void changesOnePropertyAndNoOtherByte() {
        assertThat(all().withReplyTo("elsewhere")).isEqualTo(builder().replyTo("elsewhere").build());
        assertThat(all().withHeaders(FieldTable.EMPTY)).isEqualTo(builder().headers(FieldTable.EMPTY).build());
        assertThat(all().withoutExpiration().expiration()).isEmpty();
        assertThat(all().withoutExpiration().messageId()).contains("message");
        assertThat(all().withoutHeaders().contentEncoding()).contains("gzip");
        assertThat(all().withoutHeaders().deliveryMode()).isEqualTo(2);
        assertThat(BasicProperties.EMPTY.withoutExpiration()).isSameAs(BasicProperties.EMPTY);
        assertThat(BasicProperties.EMPTY.withReplyTo("r")).isEqualTo(BasicProperties.builder().replyTo("r").build());
        assertThat(all().expiration()).as("the original").contains("60000");
    }

    @Test
    void dropsFurtherWordsOfFlagsThatFlagNothing() {
        assertThat(read("10 01 00 00 02")).isEqualTo(read("10 00 02"));
        assertThat(read("10 01 00 01 00 01 00 00 02")).isEqualTo(read("10 00 02"));
        assertThat(read("00 01 00 00")).isEqualTo(BasicProperties.EMPTY);
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "00", "80", // flags cut
        "00 02", "10 03 00 00 02", "00 01 80 00", "00 01", "00 01 00 01", "10 01 00 01 00 02 02", // flags of nothing, flags without end
        "80 00", "80 00 05 61", "10 00", "04 00", "00 40 00 00 00 00 00 00 00", "00 04 01", // properties cut
        "00 00 00", "10 00 02 02", "80 00 01 61 00", // trailing rubbish
        "20 00", "20 00 00 00 00 01", "20 00 00 00 00 00 00", "20 00 ff ff ff ff", "20 00 00 00 00 03 01 61 3f"}) // headers that lie
    void refusesBytesThatAreNoProperties(String hex) {
        ByteBuf in = leaks.hex(hex);
        AmqpException error = catchThrowableOfType(AmqpException.class, () -> BasicProperties.read(in, in.readableBytes()));
        assertThat(error.code()).isEqualTo(FRAME_ERROR);
        assertThat(error.replyText()).startsWith("FRAME_ERROR - cannot decode <<");
    }

    @Test
    void refusesALengthThatLies() {
        ByteBuf in = leaks.hex("00 00");
        assertThat(catchThrowableOfType(AmqpException.class, () -> BasicProperties.read(in, Integer.MAX_VALUE)).code())
                .isEqualTo(FRAME_ERROR);
    }

    @Test
    void refusesHeadersNestedTooDeep() {
        FieldTable table = FieldTable.EMPTY;
        for (int i = 0; i < 200; i++) table = FieldTable.builder().put("", table).build();
        ByteBuf out = leaks.buffer();
        BasicProperties.builder().build().writeTo(out);
        out.setShort(0, 0x2000);
        table.write(out);
        assertThat(catchThrowableOfType(AmqpException.class, () -> BasicProperties.read(out, out.readableBytes())).code())
                .isEqualTo(SYNTAX_ERROR);
    }

    @Test
    void recognisesItselfInABuffer() {
        BasicProperties properties = read("10 00 02");
        assertThat(properties.isNext(leaks.hex("10 00 02 ff"), 3)).isTrue();
        assertThat(properties.isNext(leaks.hex("10 00 01 ff"), 3)).isFalse();
        assertThat(properties.isNext(leaks.hex("10 00 02 ff"), 4)).isFalse();
    }

    private static BasicProperties all() {
        return builder().build();
    }

    private static BasicProperties.Builder builder() {
        return BasicProperties.builder().contentType("text/plain").contentEncoding("gzip").headers(HEADERS).persistent()
                .priority(200).correlationId("correlation").replyTo("reply").expiration("60000").messageId("message")
                .timestamp(1L << 40).type("type").userId("guest").appId("app").clusterId("cluster");
    }

    private BasicProperties throughTheWire(BasicProperties properties) {
        ByteBuf buffer = leaks.buffer();
        properties.writeTo(buffer);
        assertThat(buffer.readableBytes()).isEqualTo(properties.length());
        BasicProperties read = BasicProperties.read(buffer, buffer.readableBytes());
        assertThat(read).isEqualTo(properties);
        assertThat(buffer.isReadable()).isFalse();
        return read;
    }

    private BasicProperties read(String hex) {
        ByteBuf in = leaks.hex(hex);
        return BasicProperties.read(in, in.readableBytes());
    }
}
