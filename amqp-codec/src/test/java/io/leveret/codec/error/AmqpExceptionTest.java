package io.leveret.codec.error;

import static io.leveret.codec.error.ReplyCode.INTERNAL_ERROR;
import static io.leveret.codec.error.ReplyCode.NOT_FOUND;
import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AmqpExceptionTest {
    @Test
    void namesItsCodeBeforeTheExplanation() {
        assertThat(new AmqpException(NOT_FOUND, "no queue 'q' in vhost '/'").replyText())
                .isEqualTo("NOT_FOUND - no queue 'q' in vhost '/'");
    }

    @Test
    void needsNoExplanation() {
        assertThat(new AmqpException(INTERNAL_ERROR, "").replyText()).isEqualTo("INTERNAL_ERROR");
    }

    @Test
    void keepsATextThatJustFits() {
        String explanation = "x".repeat(255 - "NOT_FOUND - ".length());
        assertThat(new AmqpException(NOT_FOUND, explanation).replyText()).isEqualTo("NOT_FOUND - " + explanation);
    }

    @Test
    void cutsALongTextToAShortString() {
        String text = new AmqpException(NOT_FOUND, "x".repeat(1000)).replyText();
        assertThat(text).hasSize(255).startsWith("NOT_FOUND - xxx").endsWith("x...");
    }

    @Test
    void countsBytesAndTearsNoCharacterApart() {
        for (String character : new String[] {"é", "€", "\uD83D\uDC07"}) {
            String text = new AmqpException(PRECONDITION_FAILED, character.repeat(200)).replyText();
            assertThat(text.getBytes(UTF_8)).hasSizeBetween(250, 255);
            assertThat(text).endsWith(character + "...");
        }
    }

    @Test
    void showsBytesThatAreNoTextAsQuestionMarks() {
        assertThat(new AmqpException(NOT_FOUND, "no exchange '\uDCFF\uD83D\uDC07'").replyText())
                .isEqualTo("NOT_FOUND - no exchange '?\uD83D\uDC07'");
    }

    @Test
    void hasNoStackTrace() {
        assertThat(new AmqpException(NOT_FOUND, "x").getStackTrace()).isEmpty();
    }

    @Test
    void closesTheConnectionOnlyOnHardErrors() {
        assertThat(ReplyCode.values()).filteredOn(code -> !code.closesConnection()).extracting(ReplyCode::code)
                .containsExactly(200, 311, 312, 313, 403, 404, 405, 406);
        assertThat(ReplyCode.values()).filteredOn(ReplyCode::closesConnection).extracting(ReplyCode::code)
                .containsExactly(320, 402, 501, 502, 503, 504, 505, 506, 530, 540, 541);
    }
}
