package io.leveret.it;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks what Leveret does otherwise on purpose; such a test is skipped against another broker.
 * The same difference stands, with its reason, in {@code docs/compatibility.md}.
 */
@Target({ElementType.METHOD, ElementType.TYPE})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(DiffersFromRabbitMq.OnlyOnLeveret.class)
public @interface DiffersFromRabbitMq {
    /** What RabbitMQ does instead. */
    String value();

    /** The condition behind the annotation. */
    final class OnlyOnLeveret implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return BrokerUnderTest.isVisiting()
                    ? ConditionEvaluationResult.disabled("differs from RabbitMQ on purpose")
                    : ConditionEvaluationResult.enabled("runs on Leveret");
        }
    }
}
