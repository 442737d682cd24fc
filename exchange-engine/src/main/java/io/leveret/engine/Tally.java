package io.leveret.engine;

import io.leveret.engine.stats.Churn;
import io.leveret.engine.stats.Scope;

/** Where a virtual host counts. */
record Tally(Scope scope, Churn churn) {

    static Tally unwatched() {
        return within(Scope.UNWATCHED);
    }

    static Tally within(Scope node) {
        Scope scope = node.within();
        return new Tally(scope, scope.churn());
    }
}
