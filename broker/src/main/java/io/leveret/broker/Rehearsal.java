package io.leveret.broker;

/** Starts the broker and ends it at once, for the JVM to write down the classes that a start needs; see {@code ./leveret}. */
final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) {
        Main.main(arguments);
        System.exit(0);
    }
}
