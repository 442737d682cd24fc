package io.leveret.engine.queue;

import io.leveret.engine.settings.QueueSettings;

/** The messages of a queue that wait for a consumer, and the order in which they leave. */
interface ReadyMessages {

    /** In the order that the queue asks for. */
    static ReadyMessages of(QueueSettings settings) {
        if (settings.groupHeader().isPresent()) return new GroupedMessages(settings.groupHeader().get());
        if (settings.maxPriority() == QueueSettings.NONE) return new FifoMessages();
        return new PriorityMessages(settings.maxPriority(), settings.usualPriority());
    }

    void addLast(QueuedMessage message);

    /** Puts a message that had been handed out back to its old place. */
    void restore(QueuedMessage message);

    /** Whether a message that has just come may go to any consumer without waiting here. */
    default boolean canBePassedBy() {
        return isEmpty();
    }

    /** @return the message at the head, if it is in the heap and there is just one head; it stays */
    default QueuedMessage peek() {
        return null;
    }

    /** The position of the one that has been here longest, in the heap or not; less than 0 where that is not known. */
    default long oldestPosition() {
        return -1;
    }

    /** @return the message that anybody may have next, or null when there is none */
    QueuedMessage pollFirst();

    /** @return the consumer that takes the next message, with its place of a shared limit taken; null when none can */
    default Consumer nextTaker(Consumers consumers) {
        return consumers.nextWithRoom();
    }

    /** @return the next message for the consumer that was found to be the next taker */
    default QueuedMessage pollFor(Consumer taker) {
        return pollFirst();
    }

    /**
     * A message that was polled is held until it is handed back.
     *
     * @param holder null for a {@code basic.get}
     */
    default void handedOut(QueuedMessage message, Consumer holder) {
    }

    /** A message is held no longer; if it is requeued, {@link #restore} follows. */
    default void handedBack(QueuedMessage message) {
    }

    /** A message that came back is not to be ready yet. */
    default void postponed(QueuedMessage message) {
    }

    /** A message that was postponed may be ready again; {@link #restore} follows. */
    default void delayIsOver(QueuedMessage message) {
    }

    /** A consumer that could take nothing can take something again. */
    default void hasRoomAgain(Consumer consumer) {
    }

    /** @return the message that has to go when there are too many, or null when there is none */
    QueuedMessage pollSurplus();

    /**
     * Messages expire at the head only, where there are several heads at any of them.
     *
     * @return a head that has expired by then, or null
     */
    QueuedMessage pollExpired(long millis);

    /** When the first head expires, in milliseconds since 1970; {@link QueuedMessage#NEVER} when none does. */
    long nextExpiry();

    long size();

    /** The bodies, in bytes. */
    long bytes();

    boolean isEmpty();

    // ---- for who looks through them

    /** Shows what is here, as far as the listing wants it. */
    void list(Listing listing);

    /** Takes messages out from wherever they are. Nobody holds them then: they are not handed out. */
    void takeOut(Picking picking);

    /** Puts a message to its old place that was taken out. */
    void putBack(QueuedMessage message, Paging paging);

    // ---- what is not in the heap

    /** Whether there is a message and the next one is in the heap; before that, whoever asks for one gets null. */
    boolean isLoaded();

    /**
     * Adds a message that is not in the heap; only before any that is.
     *
     * @param priority less than 0 if it was given none
     */
    void addCold(long position, long size, int priority);

    /**
     * As {@link #addCold}, of one that has come back and waits until then.
     *
     * @return whether that is seen to here; if not it waits among the delays, and nothing else waits for it
     */
    default boolean addColdRetry(long position, long size, int priority, long dueAt, Delays delays) {
        return false;
    }

    /** What has to be known here of a message that was handed out, when it leaves the heap. */
    default Traits traitsOf(QueuedMessage message) {
        return Traits.NONE;
    }

    /** Whether a message that anybody may have will be here once something was read. */
    default boolean isLoading() {
        return !isEmpty() && !isLoaded();
    }

    /** Lets go of messages that can be read back, those that will be needed last. */
    void pageOut(Paging paging);

    /**
     * @param room how much a line may have in the heap
     * @return what should be read next, or null
     */
    Reading nextReading(HeadRoom room);

    /** What was to be read is here. */
    default void loaded() {
    }

    /**
     * Empties all.
     *
     * @param dropped gets those that were in the heap
     */
    void clear(Dropped dropped);

    /** Takes leave of a message. */
    interface Dropped {
        void drop(QueuedMessage message);
    }
}
