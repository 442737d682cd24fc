package io.leveret.codec;

/** The memory that messages take up while parts of them are still to come. */
public interface BodyMemory {
    /** For whoever has enough of it. */
    BodyMemory UNLIMITED = new BodyMemory() {
        @Override public boolean take(long bytes) {
            return true;
        }

        @Override public void give(long bytes) {
            // nobody counts
        }
    };

    /** @return whether there is so much left */
    boolean take(long bytes);

    /** Gives back what was taken. */
    void give(long bytes);
}
