package io.leveret.engine.settings;

/**
 * Settings for everything whose name a pattern is found in. Of several the one with the highest priority holds, alone.
 *
 * @param priority the highest wins
 */
public record Policy(String name, NamePattern pattern, AppliesTo appliesTo, int priority, PolicyDefinition definition) {
}
