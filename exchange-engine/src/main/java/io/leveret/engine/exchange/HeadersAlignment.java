package io.leveret.engine.exchange;

import io.leveret.codec.value.FieldTable;
import io.leveret.codec.value.FieldType;
import io.leveret.codec.value.FieldValue;
import io.leveret.engine.exchange.Why.HeaderMatch;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The arguments of one binding held against the headers of one message. */
final class HeadersAlignment {
    private final FieldTable arguments;
    private final FieldTable headers;
    private final HeadersPattern pattern;

    HeadersAlignment(FieldTable arguments, FieldTable headers) {
        this.arguments = arguments;
        this.headers = headers;
        this.pattern = HeadersPattern.of(arguments);
    }

    boolean matches() {
        return pattern.all() ? pattern.allHold(headers)
                : pattern.conditions().stream().anyMatch(condition -> condition.holds(headers));
    }

    Why why() {
        String way = HeadersPattern.wayOf(arguments);
        List<HeaderMatch> compared = new ArrayList<>();
        for (FieldTable.Entry argument : arguments.entries()) {
            if (argument.name().equals(HeadersPattern.MATCH)) continue;
            compared.add(compare(argument, HeadersPattern.takesPart(argument.name(), way)));
        }
        return new Why(text(way, compared), Optional.empty(), List.of(), Optional.of(way), List.copyOf(compared));
    }

    private HeaderMatch compare(FieldTable.Entry argument, boolean counts) {
        HeadersPattern.Condition condition = HeadersPattern.condition(argument);
        Optional<FieldValue> wanted = Optional.of(argument.value()).filter(value -> value.type() != FieldType.VOID);
        return new HeaderMatch(argument.name(), wanted, headers.find(argument.name()), counts,
                counts && condition != null && condition.holds(headers));
    }

    private String text(String way, List<HeaderMatch> compared) {
        long counting = compared.stream().filter(HeaderMatch::counts).count();
        long holding = compared.stream().filter(HeaderMatch::matches).count();
        if (counting == 0) return way.startsWith("all") ? "nothing is asked of the headers" : "no header is named that could match";
        return holding + " of " + counting + " headers match, and x-match is '" + way + "'";
    }
}
