package io.leveret.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import io.leveret.broker.Leveret;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A request of an administrator to the HTTP API of a broker in memory: the method and the path behind {@code /api} on the first line, then
 * the body. Whatever it is, the broker answers soon, and not that something went wrong on its side.
 */
public final class RequestInput {
    private static final String USER = "administrator-9d2f";
    private static final int PATIENCE_MILLIS = 30_000;
    private static final int LONGEST_PATH = 2000;

    private static Leveret broker;

    private RequestInput() {}

    public static void fuzzerTestOneInput(byte[] bytes) throws IOException {
        int end = endOfLine(bytes);
        String line = new String(bytes, 0, end, ISO_8859_1).replace("\r", "");
        int space = line.indexOf(' ');
        if (space < 1 || line.length() > LONGEST_PATH || !line.substring(0, space).chars().allMatch(Character::isLetter)) return;
        byte[] body = Arrays.copyOfRange(bytes, Math.min(bytes.length, end + 1), bytes.length);
        String answer = ask(line.substring(0, space) + " /api" + line.substring(space + 1), body);
        if (answer.contains(" 500 ")) throw new AssertionError(line + ": " + answer);
    }

    private static int endOfLine(byte[] bytes) {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') end++;
        return end;
    }

    /** The first line of what comes back; nothing when the connection was closed instead. */
    private static String ask(String request, byte[] body) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), broker().managementUri().orElseThrow().getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setSoLinger(true, 0);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            String credentials = Base64.getEncoder().encodeToString((USER + ":secret").getBytes(US_ASCII));
            out.writeBytes((request + " HTTP/1.1\r\nhost: localhost\r\nauthorization: Basic " + credentials + "\r\ncontent-length: "
                    + body.length + "\r\n\r\n").getBytes(ISO_8859_1));
            out.writeBytes(body);
            socket.getOutputStream().write(out.toByteArray());
            return firstLine(socket.getInputStream());
        } catch (SocketTimeoutException e) {
            throw new AssertionError(request + " is not answered", e);
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next >= 0 && next != '\n'; next = in.read()) line.append((char) next);
        return line.toString();
    }

    private static synchronized Leveret broker() {
        if (broker == null) {
            broker = Leveret.builder().inMemory().amqpPort(0).managementPort(0).user(USER, "secret", "administrator")
                    .permission(USER, "/", ".*", ".*", ".*").start();
        }
        return broker;
    }
}
