package io.leveret.perf;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a mode. */
final class ModeConverter implements ITypeConverter<Mode> {
    @Override public Mode convert(String word) {
        try {
            return Mode.of(word);
        } catch (IllegalArgumentException unknown) {
            throw new TypeConversionException(unknown.getMessage());
        }
    }
}
