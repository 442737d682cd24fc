package io.leveret.it;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The routes of the management API as its OpenAPI document names them, without the beginning that all have. */
record ApiRoutes(List<Route> routes) {

    private static final String START = "/api";
    private static final Pattern VARIABLE = Pattern.compile("\\{[^}]+}");

    /** Paths stand in the document's first column but one, methods in the next. */
    private static final Pattern LINE = Pattern.compile("^ {2}(/\\S*):$|^ {4}(get|put|post|delete):$", Pattern.MULTILINE);

    /** Shown as in the document. */
    record Route(String method, String path) {
        boolean takes(ApiContract.Call call) {
            return method.equals(call.method()) && call.path().replaceFirst("\\?.*", "").matches(pattern());
        }

        private String pattern() {
            return Stream.of(VARIABLE.split(path, -1)).map(Pattern::quote).reduce((one, next) -> one + "[^/]+" + next).orElseThrow();
        }

        private int variables() {
            return (int) VARIABLE.matcher(path).results().count();
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    /** Those that the management API has under its usual path. */
    static ApiRoutes of(String document) {
        Stream.Builder<Route> routes = Stream.builder();
        String path = "";
        Matcher lines = LINE.matcher(document);
        while (lines.find()) {
            if (lines.group(1) != null) path = lines.group(1);
            else if (path.startsWith(START + "/")) routes.add(new Route(lines.group(2).toUpperCase(Locale.ROOT), path.substring(START.length())));
        }
        return new ApiRoutes(routes.build().toList());
    }

    /** The one that answers a call: of several that of the most exact path. */
    Optional<Route> of(ApiContract.Call call) {
        return routes.stream().filter(route -> route.takes(call)).min(Comparator.comparingInt(Route::variables));
    }
}
