package io.leveret.codec.error;

/** An answer to a client, not a bug: it ends the channel or the connection, as its code says, and has no stack trace. */
public final class AmqpException extends RuntimeException {
    private static final int LONGEST_REPLY_TEXT = 255; // a short string
    private static final String ELLIPSIS = "...";

    private final ReplyCode code;

    public AmqpException(ReplyCode code, String explanation) {
        super(explanation, null, false, false);
        this.code = code;
    }

    public ReplyCode code() {
        return code;
    }

    /** {@code NAME - explanation}, cut so that it fits into a short string. */
    public String replyText() {
        String text = getMessage().isEmpty() ? code.name() : code.name() + " - " + readable(getMessage());
        return prefix(text, LONGEST_REPLY_TEXT) == text.length()
                ? text
                : text.substring(0, prefix(text, LONGEST_REPLY_TEXT - ELLIPSIS.length())) + ELLIPSIS;
    }

    @Override public String toString() {
        return replyText();
    }

    /** Names that are quoted may hold bytes that are no text, see {@code WireString}; a client could choke on them. */
    private static String readable(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) return text;
        return text.codePoints().map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? '?' : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append).toString();
    }

    /** How many chars of the text fit into so many bytes of UTF-8, without tearing a character apart. */
    private static int prefix(String text, int bytes) {
        int left = bytes;
        int index = 0;
        while (index < text.length()) {
            int character = text.codePointAt(index);
            left -= character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
            if (left < 0) return index;
            index += Character.charCount(character);
        }
        return index;
    }
}
