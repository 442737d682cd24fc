package io.leveret.engine.settings;

import io.leveret.codec.value.FieldValue;

/** What holds when an argument and a policy, or a policy and an operator's, say different things. */
enum Merge {
    /** The stricter number. */
    SMALLER {
        @Override
        FieldValue of(FieldValue own, FieldValue imposed) {
            return own.asLong() <= imposed.asLong() ? own : imposed;
        }
    },
    /** The stricter number, where a negative one means no limit at all and so is the least strict. */
    SMALLER_LIMIT {
        @Override
        FieldValue of(FieldValue own, FieldValue imposed) {
            if (own.asLong() < 0) return imposed;
            return imposed.asLong() < 0 ? own : SMALLER.of(own, imposed);
        }
    },
    /** What the queue's declarer, or the user's policy, said. */
    OWN {
        @Override
        FieldValue of(FieldValue own, FieldValue imposed) {
            return own;
        }
    };

    abstract FieldValue of(FieldValue own, FieldValue imposed);
}
