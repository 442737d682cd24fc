package io.leveret.codec.method;

import io.leveret.codec.value.FieldTable;

/** Class 60: publish, consume, acknowledge. */
public sealed interface BasicMethod extends Method {
    int CLASS = 60;

    @Override default int classId() {
        return CLASS;
    }

    record Qos(long prefetchSize, int prefetchCount, boolean global) implements BasicMethod {
        static final int ID = 10;

        static Qos read(ArgumentReader in) {
            return new Qos(in.longInt(), in.shortInt(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longInt(prefetchSize).shortInt(prefetchCount).bit(global);
        }
    }

    record QosOk() implements BasicMethod {
        static final int ID = 11;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Consume(String queue, String consumerTag, boolean noLocal, boolean noAck, boolean exclusive, boolean noWait,
            FieldTable arguments) implements BasicMethod {
        static final int ID = 20;

        static Consume read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Consume(in.shortString(), in.shortString(), in.bit(), in.bit(), in.bit(), in.bit(), in.table());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).shortString(consumerTag)
                    .bit(noLocal).bit(noAck).bit(exclusive).bit(noWait).table(arguments);
        }
    }

    record ConsumeOk(String consumerTag) implements BasicMethod {
        static final int ID = 21;

        static ConsumeOk read(ArgumentReader in) {
            return new ConsumeOk(in.shortString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(consumerTag);
        }
    }

    record Cancel(String consumerTag, boolean noWait) implements BasicMethod {
        static final int ID = 30;

        static Cancel read(ArgumentReader in) {
            return new Cancel(in.shortString(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(consumerTag).bit(noWait);
        }
    }

    record CancelOk(String consumerTag) implements BasicMethod {
        static final int ID = 31;

        static CancelOk read(ArgumentReader in) {
            return new CancelOk(in.shortString());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(consumerTag);
        }
    }

    record Publish(String exchange, String routingKey, boolean mandatory, boolean immediate) implements BasicMethod {
        static final int ID = 40;

        static Publish read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Publish(in.anyShortString(), in.anyShortString(), in.bit(), in.bit());
        }

        @Override public boolean hasContent() {
            return true;
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(exchange).shortString(routingKey).bit(mandatory).bit(immediate);
        }
    }

    record Return(int replyCode, String replyText, String exchange, String routingKey) implements BasicMethod {
        static final int ID = 50;

        static Return read(ArgumentReader in) {
            return new Return(in.shortInt(), in.anyShortString(), in.anyShortString(), in.anyShortString());
        }

        @Override public boolean hasContent() {
            return true;
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortInt(replyCode).shortString(replyText).shortString(exchange).shortString(routingKey);
        }
    }

    record Deliver(String consumerTag, long deliveryTag, boolean redelivered, String exchange, String routingKey)
            implements BasicMethod {
        static final int ID = 60;

        static Deliver read(ArgumentReader in) {
            return new Deliver(in.anyShortString(), in.longLong(), in.bit(), in.anyShortString(), in.anyShortString());
        }

        @Override public boolean hasContent() {
            return true;
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString(consumerTag).longLong(deliveryTag).bit(redelivered).shortString(exchange).shortString(routingKey);
        }
    }

    record Get(String queue, boolean noAck) implements BasicMethod {
        static final int ID = 70;

        static Get read(ArgumentReader in) {
            in.skipShort(); // access ticket, reserved
            return new Get(in.shortString(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.zeroShort().shortString(queue).bit(noAck);
        }
    }

    record GetOk(long deliveryTag, boolean redelivered, String exchange, String routingKey, long messageCount)
            implements BasicMethod {
        static final int ID = 71;

        static GetOk read(ArgumentReader in) {
            return new GetOk(in.longLong(), in.bit(), in.anyShortString(), in.anyShortString(), in.longInt());
        }

        @Override public boolean hasContent() {
            return true;
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longLong(deliveryTag).bit(redelivered).shortString(exchange).shortString(routingKey).longInt(messageCount);
        }
    }

    record GetEmpty() implements BasicMethod {
        static final int ID = 72;

        static GetEmpty read(ArgumentReader in) {
            in.skipShortString(); // cluster id, reserved
            return new GetEmpty();
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.shortString("");
        }
    }

    record Ack(long deliveryTag, boolean multiple) implements BasicMethod {
        static final int ID = 80;

        static Ack read(ArgumentReader in) {
            return new Ack(in.longLong(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longLong(deliveryTag).bit(multiple);
        }
    }

    record Reject(long deliveryTag, boolean requeue) implements BasicMethod {
        static final int ID = 90;

        static Reject read(ArgumentReader in) {
            return new Reject(in.longLong(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longLong(deliveryTag).bit(requeue);
        }
    }

    record RecoverAsync(boolean requeue) implements BasicMethod {
        static final int ID = 100;

        static RecoverAsync read(ArgumentReader in) {
            return new RecoverAsync(in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.bit(requeue);
        }
    }

    record Recover(boolean requeue) implements BasicMethod {
        static final int ID = 110;

        static Recover read(ArgumentReader in) {
            return new Recover(in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.bit(requeue);
        }
    }

    record RecoverOk() implements BasicMethod {
        static final int ID = 111;

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {}
    }

    record Nack(long deliveryTag, boolean multiple, boolean requeue) implements BasicMethod {
        static final int ID = 120;

        static Nack read(ArgumentReader in) {
            return new Nack(in.longLong(), in.bit(), in.bit());
        }

        @Override public int methodId() {
            return ID;
        }

        @Override public void write(ArgumentWriter out) {
            out.longLong(deliveryTag).bit(multiple).bit(requeue);
        }
    }

    static BasicMethod read(int methodId, ArgumentReader in) {
        return switch (methodId) {
            case Publish.ID      -> Publish.read(in);
            case Ack.ID          -> Ack.read(in);
            case Deliver.ID      -> Deliver.read(in);
            case Qos.ID          -> Qos.read(in);
            case QosOk.ID        -> new QosOk();
            case Consume.ID      -> Consume.read(in);
            case ConsumeOk.ID    -> ConsumeOk.read(in);
            case Cancel.ID       -> Cancel.read(in);
            case CancelOk.ID     -> CancelOk.read(in);
            case Return.ID       -> Return.read(in);
            case Get.ID          -> Get.read(in);
            case GetOk.ID        -> GetOk.read(in);
            case GetEmpty.ID     -> GetEmpty.read(in);
            case Reject.ID       -> Reject.read(in);
            case RecoverAsync.ID -> RecoverAsync.read(in);
            case Recover.ID      -> Recover.read(in);
            case RecoverOk.ID    -> new RecoverOk();
            case Nack.ID         -> Nack.read(in);
            default              -> throw Method.unknown(CLASS, methodId);
        };
    }
}
