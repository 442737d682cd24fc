package io.leveret.it;

/** The methods that errors are blamed on, as a close frame names them. */
public enum MethodId {
    NONE(0, 0),
    CONNECTION_START_OK(10, 11), CONNECTION_TUNE_OK(10, 31), CONNECTION_OPEN(10, 40),
    CHANNEL_OPEN(20, 10), CHANNEL_FLOW(20, 20),
    EXCHANGE_DECLARE(40, 10), EXCHANGE_DELETE(40, 20), EXCHANGE_BIND(40, 30), EXCHANGE_UNBIND(40, 40),
    QUEUE_DECLARE(50, 10), QUEUE_BIND(50, 20), QUEUE_PURGE(50, 30), QUEUE_DELETE(50, 40), QUEUE_UNBIND(50, 50),
    BASIC_QOS(60, 10), BASIC_CONSUME(60, 20), BASIC_CANCEL(60, 30), BASIC_PUBLISH(60, 40), BASIC_GET(60, 70),
    BASIC_ACK(60, 80), BASIC_REJECT(60, 90), BASIC_RECOVER_ASYNC(60, 100), BASIC_RECOVER(60, 110), BASIC_NACK(60, 120),
    CONFIRM_SELECT(85, 10),
    TX_SELECT(90, 10), TX_COMMIT(90, 20), TX_ROLLBACK(90, 30);

    private final int classId;
    private final int number;

    MethodId(int classId, int number) {
        this.classId = classId;
        this.number = number;
    }

    int classId() {
        return classId;
    }

    int number() {
        return number;
    }
}
