package io.leveret.codec.method;

import io.leveret.codec.value.WireString;

/**
 * The short strings that a connection has read lately: exchanges, routing keys and tags repeat, and then cost no allocation.
 * A string displaces the one in its slot, so there is nothing to evict; at most some 20 KiB are kept.
 */
final class ShortStringCache {
    private static final int SLOTS = 64; // a power of two

    private final String[] strings = new String[SLOTS];

    String get(byte[] bytes, int offset, int length) {
        if (length == 0) return "";
        int slot = slot(bytes, offset, length);
        String cached = strings[slot];
        if (cached != null && isSame(cached, bytes, offset, length)) return cached;
        String text = WireString.decode(bytes, offset, length);
        if (text.length() == length) strings[slot] = text;
        return text;
    }

    private static int slot(byte[] bytes, int offset, int length) {
        int hash = length;
        for (int i = offset; i < offset + length; i++) hash = 31 * hash + bytes[i];
        return (hash ^ hash >>> 16 ^ hash >>> 6) & SLOTS - 1;
    }

    /** Finds ASCII only: a byte above is negative here, and equals no character. */
    private static boolean isSame(String text, byte[] bytes, int offset, int length) {
        if (text.length() != length) return false;
        for (int i = 0; i < length; i++) {
            if (text.charAt(i) != bytes[offset + i]) return false;
        }
        return true;
    }
}
