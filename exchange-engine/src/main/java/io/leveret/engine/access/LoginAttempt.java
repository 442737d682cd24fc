package io.leveret.engine.access;

/**
 * A login by name and password: stands in line while too many others are looked at, is looked at, and its answer may wait. Whoever makes it
 * says once that it has {@linkplain #succeeded}, or that it has {@linkplain #failed}, and then that this was {@linkplain #answered}; or
 * that it {@linkplain #leave leaves} before. Callable from any thread.
 */
public final class LoginAttempt {

    enum Stage {
        REFUSED, IN_LINE, LOOKED_AT, FAILED, DONE
    }

    private final LoginBrake brake;
    private final Guesses place;
    private final String user;
    private final Guesses.Name name;
    private final boolean isFamiliar;
    private final Runnable turn;

    private final Stage first;

    /** Under the brake's lock, as all that follows. */
    private Stage stage = Stage.REFUSED;

    LoginAttempt(LoginBrake brake, Guesses place, String user, boolean isFamiliar, Runnable turn) {
        this.brake = brake;
        this.place = place;
        this.user = user;
        this.name = place.name(user, isFamiliar);
        this.isFamiliar = isFamiliar;
        this.turn = turn;
        place.add(this);
        this.first = stage;
    }

    /** Whether nobody will look at it, as too many stand in line. */
    public boolean isRefused() {
        return first == Stage.REFUSED;
    }

    /** Whether it is to be looked at without having stood in line. */
    public boolean isNext() {
        return first == Stage.LOOKED_AT;
    }

    boolean isLookedAt() {
        return brake.isAt(this, Stage.LOOKED_AT);
    }

    public void succeeded() {
        brake.succeeded(this);
    }

    /** @return for how many milliseconds more than otherwise the answer is to wait */
    public long failed() {
        return brake.failed(this);
    }

    public void answered() {
        brake.answered(this);
    }

    /** Nobody waits for what comes of it; one that has failed stays until it is answered. */
    public void leave() {
        brake.left(this);
    }

    Guesses place() {
        return place;
    }

    String user() {
        return user;
    }

    Guesses.Name name() {
        return name;
    }

    /** Whether somebody has got in from there under that name lately. */
    boolean isFamiliar() {
        return isFamiliar;
    }

    Stage stage() {
        return stage;
    }

    void enter(Stage next) {
        stage = next;
    }

    /** Not under the lock. */
    void takeTurn() {
        turn.run();
    }
}
