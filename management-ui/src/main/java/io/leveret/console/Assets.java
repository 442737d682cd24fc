package io.leveret.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * The console's files and its libraries', from the class path. Each is packed when it is first asked for and kept, since there are few of
 * them: packing in the build would only spare that moment, and need one more plugin.
 */
final class Assets {

    private static final Map<String, String> TYPES = Map.of(
        "html", "text/html;charset=utf-8", "css", "text/css;charset=utf-8", "js", "text/javascript;charset=utf-8",
        "mjs", "text/javascript;charset=utf-8", "svg", "image/svg+xml", "png", "image/png");

    /**
     * Whoever asks for anything else is not the console: no part is empty or begins with a dot. Without a repeated group, which is matched
     * by recursion: a path of thousands of parts would overflow the stack.
     */
    private static final Pattern NAME = Pattern.compile("(?![./]|.*/[./])[\\w@./-]*\\.(\\w+)");

    private final String folder;
    private final Map<String, Asset> kept = new ConcurrentHashMap<>();

    /** @param folder where they lie on the class path, with a slash at its end */
    Assets(String folder) {
        this.folder = folder;
    }

    Optional<Asset> find(String path) {
        var name = NAME.matcher(path);
        if (!name.matches() || !TYPES.containsKey(name.group(1))) return Optional.empty();
        Asset known = kept.get(path);
        if (known != null) return Optional.of(known);
        Optional<Asset> read = read(path).map(content -> Asset.of(TYPES.get(name.group(1)), content));
        read.ifPresent(asset -> kept.put(path, asset));
        return read;
    }

    /** @throws IllegalStateException when the build has left it out */
    String text(String path) {
        return read(path).map(content -> new String(content, UTF_8)).orElseThrow(() -> new IllegalStateException("no " + folder + path));
    }

    private Optional<byte[]> read(String path) {
        try (InputStream file = Assets.class.getResourceAsStream(folder + path)) {
            return file == null ? Optional.empty() : Optional.of(file.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
