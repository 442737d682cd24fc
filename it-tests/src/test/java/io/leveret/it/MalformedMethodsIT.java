package io.leveret.it;

import static io.leveret.it.MethodId.QUEUE_DECLARE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Method frames that are well framed but make no sense inside. */
@ExtendWith(BrokerExtension.class)
class MalformedMethodsIT {
    private final WireClient wire;

    MalformedMethodsIT(WireClient wire) {
        this.wire = wire;
    }

    @BeforeEach
    void open() throws Exception {
        wire.open().openChannel(1);
    }

    @ParameterizedTest
    @CsvSource({"10,99", "20,99", "40,41", "50,99", "60,99", "85,99", "90,99", "0,0", "70,10", "65535,65535"})
    @DiffersFromRabbitMq("hangs up without a word")
    void ofUnknownIdsAreRefused(int classId, int methodId) throws Exception {
        wire.send(WireFrame.method(1, classId, methodId, WireBytes.of()));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal.code()).isEqualTo(503);
        assertThat(refusal.text()).startsWith("COMMAND_INVALID - ");
    }

    @Test
    void withoutIdsAreRefused() throws Exception {
        wire.send(new WireFrame(WireFrame.METHOD, 1, new byte[] {0, 20})).expectRefusalOrEnd();
    }

    @Test
    void thatStopInTheMiddleAreRefused() throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).octet(9).raw((byte) 'x')));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal.code()).isEqualTo(501);
        assertThat(refusal.text()).startsWith("FRAME_ERROR - cannot decode <<");
    }

    @Test
    void thatGoOnTooLongAreRefused() throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString("q").octet(0).emptyTable().octet(7)));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal.code()).isEqualTo(501);
        assertThat(refusal.text()).startsWith("FRAME_ERROR - cannot decode <<");
    }

    @Test
    void withNamesThatAreNotUtf8AreRefused() throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString(new byte[] {'q', (byte) 0xC3}).octet(0).emptyTable()));
        Refusal refusal = wire.readRefusal();
        assertThat(refusal.code()).isEqualTo(501);
        assertThat(refusal.text()).startsWith("FRAME_ERROR - Malformed UTF-8 in shortstr");
    }

    /** A table that is larger than it says, smaller, of an unknown type, cut off, or a string as long as the heap. */
    @ParameterizedTest
    @ValueSource(strings = {
        "000000ff016b49", "00000001016b4900000001", "00000003016b3f", "00000004016b4900", "00000007016b53ffffffff",
        "00000007016b46ffffffff", "00000007016b41ffffffff", "ffffffff", "0000000200ff", "00000004016b5501"})
    void withArgumentsThatLieAreRefused(String hex) throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString("q").octet(WireFrame.EXCLUSIVE)
                .raw(HexFormat.of().parseHex(hex))));
        wire.expectRefusalOrEnd();
    }

    @ParameterizedTest
    @ValueSource(strings = {"000000ff016b49", "00000004016b5501", "00000007016b53ffffffff"})
    @DiffersFromRabbitMq("hangs up without a word")
    void withArgumentsThatLieAreToldSo(String hex) throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString("q").octet(WireFrame.EXCLUSIVE)
                .raw(HexFormat.of().parseHex(hex))));
        assertThat(wire.readRefusal().code()).isIn(501, 502);
    }

    @Test
    @DiffersFromRabbitMq("takes them, at seconds of CPU each")
    void withTablesNestedTooDeeplyAreRefused() throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString("q").octet(WireFrame.EXCLUSIVE).table(nested(10_000))));
        assertThat(wire.readRefusal().code()).isIn(501, 502);
    }

    @Test
    void withTablesNestedReasonablyAreTaken() throws Exception {
        wire.send(declare(WireBytes.of().shortInt(0).shortString("").octet(WireFrame.EXCLUSIVE).table(nested(100))));
        wire.read().arguments(50, 11);
    }

    /** Tables in tables: each holds one entry, named with one letter. */
    private static WireBytes nested(int levels) {
        WireBytes entries = WireBytes.of();
        for (int size = 7 * (levels - 1); size >= 0; size -= 7) entries.shortString("t").octet('F').longInt(size);
        return entries;
    }

    private static WireFrame declare(WireBytes arguments) {
        return WireFrame.method(1, QUEUE_DECLARE, arguments);
    }
}
