package io.leveret.engine.management;

import io.leveret.codec.error.AmqpException;
import io.leveret.codec.error.ReplyCode;
import io.leveret.codec.value.BasicProperties;
import io.leveret.engine.Broker;
import io.leveret.engine.access.Rights;
import io.leveret.engine.access.User;
import io.leveret.engine.access.UserRights;
import io.leveret.engine.view.ClientConnection;
import java.util.Optional;

/** A user who acts without a connection, for as long as one request takes and on its thread. */
final class Actor implements ClientConnection {

    private final Broker broker;
    private final String user;
    private final Rights rights;

    Actor(Broker broker, String user, String virtualHost) {
        this.broker = broker;
        this.user = user;
        this.rights = new UserRights(broker.permissions(), user, virtualHost);
    }

    @Override
    public String name() {
        return "management of user '" + user + "'";
    }

    @Override
    public String userName() {
        return user;
    }

    @Override
    public Rights rights() {
        return rights;
    }

    /** There is nothing to close. */
    @Override
    public void close(String reason) {
    }

    /** @throws AmqpException 406 when the message claims another user, and this one may not do that */
    void requireUserId(BasicProperties properties) {
        Optional<String> claimed = properties.userId().filter(name -> !name.equals(user));
        if (claimed.isEmpty() || broker.users().find(user).filter(User::isImpersonator).isPresent()) return;
        throw new AmqpException(ReplyCode.PRECONDITION_FAILED, "user_id property set to '" + claimed.get()
            + "' but authenticated user was '" + user + "'");
    }
}
