package io.leveret.api.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApiErrorsTest {

    @ParameterizedTest
    @CsvSource({"ACCESS_REFUSED, 401", "NOT_FOUND, 404", "PRECONDITION_FAILED, 400", "RESOURCE_LOCKED, 400", "INTERNAL_ERROR, 500"})
    void whatTheEngineRefusesHasItsCode(ReplyCode code, int status) {
        assertThat(new ApiErrors(ForkJoinPool.commonPool()).answer(new AmqpException(code, "why")).code()).isEqualTo(status);
    }
}
