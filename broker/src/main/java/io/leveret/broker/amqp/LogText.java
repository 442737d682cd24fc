package io.leveret.broker.amqp;

/** Text that clients choose, fit for the log: nobody but us writes lines there. */
final class LogText {

    private static final int LONGEST = 300;

    private LogText() {
    }

    static String of(String text) {
        String cut = text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
