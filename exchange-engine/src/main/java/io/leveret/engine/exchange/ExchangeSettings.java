package io.leveret.engine.exchange;

import static io.leveret.codec.error.ReplyCode.PRECONDITION_FAILED;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;

import java.util.Optional;

/**
 * What an exchange can be told, and told anew while it lives.
 *
 * @param alternateExchange takes the messages that find no destination
 * @param delays            whether messages may ask to wait, whatever the type of the exchange
 */
public record ExchangeSettings(Optional<String> alternateExchange, boolean delays) {
    public static final String ALTERNATE_EXCHANGE = "alternate-exchange";

    private static final String DELAYS = "x-delayed-exchange";

    static final ExchangeSettings NONE = new ExchangeSettings(Optional.empty(), false);

    /**
     * @param description how error texts name the exchange
     * @throws AmqpException 406 when an argument will not do
     */
    public static ExchangeSettings ofArguments(FieldTable arguments, String description) {
        Optional<FieldValue> alternate = arguments.find(ALTERNATE_EXCHANGE);
        if (alternate.isPresent() && !alternate.get().isString()) {
            throw new AmqpException(PRECONDITION_FAILED, "invalid type '" + alternate.get().type().typeName()
                    + "' for arg '" + ALTERNATE_EXCHANGE + "' in " + description);
        }
        boolean delays = arguments.find(DELAYS)
                .filter(value -> value.type() == FieldType.BOOL && value.asBoolean()).isPresent();
        return new ExchangeSettings(alternate.map(FieldValue::asText), delays);
    }

    /** These, and what a policy says where they say nothing. */
    public ExchangeSettings under(Optional<String> policyAlternate, boolean policyDelays) {
        return new ExchangeSettings(alternateExchange.or(() -> policyAlternate), delays || policyDelays);
    }
}
