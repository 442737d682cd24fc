package io.leveret.api;

import io.leveret.api.http.ApiException;
import io.leveret.api.json.Query;
import io.leveret.engine.browse.MessageFilter;
import java.util.Optional;
import java.util.function.Supplier;

/** What stands behind the question mark when somebody looks into a queue. */
record BrowseQuery(Query query) {

    /** @throws ApiException 400 when it is no whole number between these */
    long number(String name, long otherwise, long least, long most) {
        Optional<String> text = query.find(name);
        if (text.isEmpty()) return otherwise;
        try {
            long number = Long.parseLong(text.get());
            if (number >= least && number <= most) return number;
        } catch (NumberFormatException e) {
            // as one that is out of range
        }
        throw ApiException.badRequest(name + " must be a whole number from " + least + " to " + most);
    }

    /** @throws ApiException 400 when it is neither true nor false */
    Optional<Boolean> flag(String name) {
        return query.find(name).map(text -> {
            if (!text.equals("true") && !text.equals("false")) throw ApiException.badRequest(name + " must be true or false");
            return text.equals("true");
        });
    }

    /**
     * Whether bodies are wanted in base64 even where they are text.
     *
     * @throws ApiException 400
     */
    boolean isBinary() {
        String encoding = query.find("encoding").orElse("auto");
        if (encoding.equals("auto") || encoding.equals("base64")) return encoding.equals("base64");
        throw ApiException.badRequest("encoding must be auto or base64");
    }

    /** @throws ApiException 400 */
    MessageFilter filter() {
        return understood(this::readFilter);
    }

    private MessageFilter readFilter() {
        MessageFilter.Builder filter = MessageFilter.builder();
        query.find("exchange").ifPresent(name -> filter.exchange(Names.exchange(name)));
        query.find("key").ifPresent(filter::key);
        query.find("text").ifPresent(filter::text);
        query.all("header").forEach(each -> named(each, filter::header));
        query.all("property").forEach(each -> named(each, filter::property));
        flag("redelivered").ifPresent(filter::redelivered);
        flag("dead_letter").ifPresent(filter::deadLetter);
        long least = number("min_size", 0, 0, Long.MAX_VALUE);
        long most = number("max_size", Long.MAX_VALUE, 0, Long.MAX_VALUE);
        if (least > 0 || most < Long.MAX_VALUE) filter.size(least, most);
        return filter.build();
    }

    /** A condition on something with a name. */
    private interface Named {
        void add(String name, String pattern);
    }

    private static void named(String text, Named condition) {
        int equals = text.indexOf('=');
        if (equals == 0 || text.isEmpty()) throw new IllegalArgumentException("a name is missing in '" + text + "'");
        if (equals < 0) condition.add(text, null);
        else condition.add(text.substring(0, equals), text.substring(equals + 1));
    }

    /** Runs what may find that something cannot be understood. */
    static <T> T understood(Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException e) {
            throw ApiException.badRequest(e.getMessage());
        }
    }
}
