package io.leveret.codec.value;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Text on the wire: UTF-8, but routing keys and headers may hold any bytes and must leave as they came. A byte that is no
 * UTF-8, always 0x80 to 0xFF, becomes the lone surrogate U+DC80 to U+DCFF, which no well-formed text contains.
 */
public final class WireString {
    public static final int LONGEST_SHORT_STRING = 255;

    private static final char ESCAPE = 0xDC00;
    private static final char REPLACEMENT = 0xFFFD;

    private WireString() {}

    public static String decode(byte[] bytes, int offset, int length) {
        if (isAscii(bytes, offset, length)) return new String(bytes, offset, length, ISO_8859_1);
        String text = new String(bytes, offset, length, UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : decodeEscaping(bytes, offset, length);
    }

    public static byte[] encode(String text) {
        byte[] bytes = new byte[encodedLength(text)];
        encode(text, bytes);
        return bytes;
    }

    /** Writes the text from index 0 on, and returns how many bytes it took; the target must have {@link #encodedLength}. */
    public static int encode(String text, byte[] target) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) return encodeFrom(i, text, target);
            target[i] = (byte) c;
        }
        return length;
    }

    public static int encodedLength(String text) {
        int bytes = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) bytes++;
            else if (c < 0x800) bytes += 2;
            else if (!Character.isSurrogate(c)) bytes += 3;
            else if (isPair(text, i)) {
                bytes += 4;
                i++;
            } else bytes++;
        }
        return bytes;
    }

    /** Whether the text came from well-formed UTF-8, and goes back to it. */
    public static boolean isWellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Character.isSurrogate(text.charAt(i))) continue;
            if (!isPair(text, i)) return false;
            i++;
        }
        return true;
    }

    private static boolean isAscii(byte[] bytes, int offset, int length) {
        byte all = 0;
        for (int i = offset; i < offset + length; i++) all |= bytes[i];
        return all >= 0;
    }

    private static String decodeEscaping(byte[] bytes, int offset, int length) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int index = offset;
        while (index < end) {
            int size = characterSize(bytes, index, end);
            if (size > 0) text.append(new String(bytes, index, size, UTF_8));
            else text.append((char) (ESCAPE + (bytes[index] & 0xff)));
            index += Math.max(size, 1);
        }
        return text.toString();
    }

    /** Table 3-7 of the Unicode standard: the length of the well-formed sequence that begins here, or 0. */
    private static int characterSize(byte[] bytes, int index, int end) {
        int first = bytes[index] & 0xff;
        if (first < 0x80) return 1;
        if (first < 0xC2 || first > 0xF4) return 0;
        int size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
        if (size > end - index) return 0;
        int lowest = first == 0xE0 ? 0xA0 : first == 0xF0 ? 0x90 : 0x80;
        int highest = first == 0xED ? 0x9F : first == 0xF4 ? 0x8F : 0xBF;
        int second = bytes[index + 1] & 0xff;
        if (second < lowest || second > highest) return 0;
        for (int i = 2; i < size; i++) {
            if ((bytes[index + i] & 0xC0) != 0x80) return 0;
        }
        return size;
    }

    private static int encodeFrom(int start, String text, byte[] target) {
        int at = start;
        for (int i = start; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                target[at++] = (byte) c;
            } else if (c < 0x800) {
                target[at++] = (byte) (0xC0 | c >> 6);
                target[at++] = continuation(c);
            } else if (!Character.isSurrogate(c)) {
                target[at++] = (byte) (0xE0 | c >> 12);
                target[at++] = continuation(c >> 6);
                target[at++] = continuation(c);
            } else if (isPair(text, i)) {
                int character = text.codePointAt(i++);
                target[at++] = (byte) (0xF0 | character >> 18);
                target[at++] = continuation(character >> 12);
                target[at++] = continuation(character >> 6);
                target[at++] = continuation(character);
            } else {
                target[at++] = isEscape(c) ? (byte) (c - ESCAPE) : (byte) '?';
            }
        }
        return at;
    }

    private static byte continuation(int bits) {
        return (byte) (0x80 | bits & 0x3F);
    }

    private static boolean isPair(String text, int index) {
        return Character.isHighSurrogate(text.charAt(index))
                && index + 1 < text.length() && Character.isLowSurrogate(text.charAt(index + 1));
    }

    private static boolean isEscape(char c) {
        return c >= ESCAPE + 0x80 && c <= ESCAPE + 0xFF;
    }
}
