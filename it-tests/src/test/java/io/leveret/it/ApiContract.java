package io.leveret.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the management API has to answer, read from {@code api-contract.txt}, which says how it is written.
 *
 * @param left routes that are not asked for, each a method and a path
 */
record ApiContract(Map<String, Shape> shapes, List<Call> calls, List<String> left) {

    private static final String FILE = "/api-contract.txt";
    private static final Pattern WITHOUT = Pattern.compile("without (\\w+ [^ :]+): .+");

    /** @param type of the answer, or nothing where it has no body */
    record Call(String method, String path, String body, int status, String type) {
        @Override
        public String toString() {
            return method + " " + path + (status == 200 ? "" : " " + status);
        }
    }

    static ApiContract read() {
        Map<String, Shape> shapes = new LinkedHashMap<>();
        List<Call> calls = new ArrayList<>();
        List<String> left = new ArrayList<>();
        String name = null;
        List<String> fields = new ArrayList<>();
        for (String line : lines()) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith(" ")) {
                fields.add(line);
                continue;
            }
            if (name != null) shapes.put(name, Shape.of(fields, shapes));
            fields.clear();
            name = line.startsWith("shape ") ? line.substring("shape ".length()).strip() : null;
            Matcher without = WITHOUT.matcher(line);
            if (without.matches()) left.add(without.group(1));
            else if (name == null) calls.add(call(line));
        }
        if (name != null) shapes.put(name, Shape.of(fields, shapes));
        return new ApiContract(shapes, calls, left);
    }

    List<String> problems(Call call, JsonNode answer) {
        return Shape.problems(call.type(), answer, "", shapes);
    }

    private static Call call(String line) {
        int arrow = line.lastIndexOf(" -> ");
        String[] request = line.substring(0, arrow).strip().split("\\s+", 3);
        String[] answer = line.substring(arrow + 4).strip().split("\\s+");
        boolean hasStatus = answer[0].matches("\\d{3}");
        int status = hasStatus ? Integer.parseInt(answer[0]) : 200;
        String type = hasStatus ? answer.length > 1 ? answer[1] : "" : answer[0];
        return new Call(request[0], request[1], request.length > 2 ? request[2] : "", status, type);
    }

    private static List<String> lines() {
        try (InputStream file = ApiContract.class.getResourceAsStream(FILE)) {
            return new String(file.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
