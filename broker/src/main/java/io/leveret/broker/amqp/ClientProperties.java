package io.leveret.broker.amqp;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldValue;
import java.util.Optional;

/** What a client tells about itself in {@code connection.start-ok}, as far as we act on it or log it. */
record ClientProperties(FieldTable table) {

    static final ClientProperties UNKNOWN = new ClientProperties(FieldTable.EMPTY);

    /** Whether it wants {@code basic.cancel} when a queue goes away under a consumer. */
    boolean wantsCancelNotify() {
        return hasCapability("consumer_cancel_notify");
    }

    /** Whether it understands {@code connection.close} as the answer to a refused login. */
    boolean wantsLoginRefusal() {
        return hasCapability("authentication_failure_close");
    }

    /** Whether it wants {@code connection.blocked} when it may not publish for a while. */
    boolean wantsBlockedNotice() {
        return hasCapability("connection.blocked");
    }

    /** Product, version and the name the application gave the connection, each as far as it is told. */
    String describe() {
        StringBuilder text = new StringBuilder();
        append(text, "product", "");
        append(text, "version", " ");
        append(text, "connection_name", ", ");
        return text.isEmpty() ? "unknown client" : text.toString();
    }

    private boolean hasCapability(String name) {
        return table.find("capabilities")
                .filter(FieldValue::isTable)
                .flatMap(capabilities -> capabilities.asTable().find(name))
                .filter(capability -> Boolean.TRUE.equals(capability.value()))
                .isPresent();
    }

    private void append(StringBuilder text, String property, String separator) {
        Optional<String> value = table.find(property).filter(FieldValue::isString).map(FieldValue::asText);
        if (value.isEmpty() || value.get().isEmpty()) return;
        if (!text.isEmpty()) text.append(separator);
        text.append(LogText.of(value.get()));
    }

}
