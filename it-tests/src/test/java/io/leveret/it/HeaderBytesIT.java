package io.leveret.it;

import static io.leveret.it.MethodId.BASIC_GET;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Properties that the broker has no business with come back as the very bytes that were sent. */
@ExtendWith(BrokerExtension.class)
class HeaderBytesIT {
    private static final int HEADERS = 0x2000;
    private static final int CONTENT_TYPE = 0x8000;

    private WireClient wire;
    private String queue;

    @BeforeEach
    void declare(WireClient wire) throws Exception {
        this.wire = wire;
        wire.open().openChannel(1).send(WireFrame.queueDeclare(1, "", WireFrame.EXCLUSIVE));
        queue = WireFrame.shortString(wire.read().arguments(50, 11));
    }

    @Test
    void keepsTheTypeOfEveryHeader() throws Exception {
        expectBack(HEADERS, WireBytes.of().table(WireBytes.of()
                .shortString("a").octet('t').octet(1)
                .shortString("b").octet('b').octet(-1)
                .shortString("c").octet('B').octet(255)
                .shortString("d").octet('s').shortInt(-2)
                .shortString("e").octet('u').shortInt(65_535)
                .shortString("f").octet('I').longInt(-3)
                .shortString("g").octet('i').longInt(4_294_967_295L)
                .shortString("h").octet('l').longLong(Long.MIN_VALUE)
                .shortString("i").octet('f').longInt(Float.floatToIntBits(0.5f))
                .shortString("j").octet('d').longLong(Double.doubleToLongBits(0.25))
                .shortString("k").octet('D').octet(2).longInt(314)
                .shortString("l").octet('S').longString("text")
                .shortString("m").octet('A').table(WireBytes.of().octet('t').octet(0).octet('S').longString("in a list"))
                .shortString("n").octet('T').longLong(1_700_000_000)
                .shortString("o").octet('F').table(WireBytes.of().shortString("inner").octet('I').longInt(7))
                .shortString("p").octet('V')
                .shortString("q").octet('x').longString(new byte[] {0, -1})));
    }

    @Test
    void keepsAnEmptyTableApartFromNone() throws Exception {
        expectBack(HEADERS, WireBytes.of().emptyTable());
        expectBack(0, WireBytes.of());
    }

    @Test
    @DiffersFromRabbitMq("4.x sorts headers by name")
    void keepsTheOrderOfHeaders() throws Exception {
        expectBack(HEADERS, WireBytes.of().table(WireBytes.of()
                .shortString("z").octet('I').longInt(1)
                .shortString("a").octet('I').longInt(2)
                .shortString("m").octet('F').table(WireBytes.of()
                        .shortString("y").octet('V')
                        .shortString("b").octet('V'))));
    }

    @Test
    @DiffersFromRabbitMq("4.x keeps one of headers that have the same name, and turns L into l")
    void keepsWhatItWouldNotWriteItself() throws Exception {
        expectBack(HEADERS, WireBytes.of().table(WireBytes.of()
                .shortString("twice").octet('I').longInt(1)
                .shortString("twice").octet('S').longString("two")
                .shortString("upper").octet('L').longLong(5)
                .shortString("truth").octet('t').octet(7)));
    }

    @Test
    void keepsTextThatIsNoUtf8() throws Exception {
        expectBack(CONTENT_TYPE, WireBytes.of().shortString(new byte[] {'a', (byte) 0xFF, (byte) 0xC0, 'z'}));
    }

    private void expectBack(int flags, WireBytes properties) throws IOException {
        byte[] sent = WireBytes.of()
                .shortInt(60).shortInt(0).longLong(1).shortInt(flags).raw(properties).toByteArray();
        wire.send(WireFrame.publish(1, "", queue), new WireFrame(WireFrame.HEADER, 1, sent), WireFrame.body(1, "x"));
        wire.send(WireFrame.method(1, BASIC_GET, WireBytes.of().shortInt(0).shortString(queue).octet(1)));
        wire.read().arguments(60, 71); // get-ok
        assertThat(wire.read().payload()).isEqualTo(sent);
        wire.read(); // body
    }
}
