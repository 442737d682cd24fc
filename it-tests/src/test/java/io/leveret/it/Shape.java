package io.leveret.it;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What an object in JSON has to look like: names, types, and whether fields may be missing.
 *
 * @param isOpen whether there may be fields that are not named
 */
record Shape(Map<String, Field> fields, boolean isOpen) {

    /** @param type names of simple types or shapes, {@code [T]} for arrays and <code>{T}</code> for objects with any names, with | between */
    record Field(String type, boolean isOptional) {
    }

    /** Says what is wrong with a value, and where. */
    static List<String> problems(String type, JsonNode value, String where, Map<String, Shape> shapes) {
        List<String> fewest = null;
        for (String each : type.split("\\|")) {
            List<String> problems = problemsOfOne(each, value, where, shapes);
            if (fewest == null || problems.size() < fewest.size()) fewest = problems;
        }
        return fewest;
    }

    private static List<String> problemsOfOne(String type, JsonNode value, String where, Map<String, Shape> shapes) {
        String inner = type.substring(1, Math.max(1, type.length() - 1));
        if (type.startsWith("[") && value.isArray()) {
            List<String> problems = new ArrayList<>();
            for (int i = 0; i < value.size(); i++) problems.addAll(problems(inner, value.get(i), where + "[" + i + "]", shapes));
            return problems;
        }
        if (type.startsWith("{") && value.isObject()) {
            List<String> problems = new ArrayList<>();
            value.properties().forEach(each -> problems.addAll(problems(inner, each.getValue(), where + "." + each.getKey(), shapes)));
            return problems;
        }
        Shape shape = shapes.get(type);
        if (shape != null && value.isObject()) return shape.problems(value, where, shapes);
        return isSimple(type, value) ? List.of() : List.of(where + " should be " + type + " and is " + shortened(value));
    }

    private List<String> problems(JsonNode object, String where, Map<String, Shape> shapes) {
        List<String> problems = new ArrayList<>();
        fields.forEach((name, field) -> {
            JsonNode value = object.get(name);
            if (value != null) problems.addAll(problems(field.type(), value, where + "." + name, shapes));
            else if (!field.isOptional()) problems.add(where + " lacks " + name);
        });
        if (!isOpen) {
            object.fieldNames().forEachRemaining(name -> {
                if (!fields.containsKey(name)) problems.add(where + " has " + name + ", of which the contract says nothing");
            });
        }
        return problems;
    }

    private static boolean isSimple(String type, JsonNode value) {
        return switch (type) {
            case "any" -> true;
            case "null" -> value.isNull();
            case "string" -> value.isTextual();
            case "boolean" -> value.isBoolean();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "object" -> value.isObject();
            case "time" -> value.isTextual() && value.asText().matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}\\+00:00");
            default -> false;
        };
    }

    private static String shortened(JsonNode value) {
        String text = value.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /** With the fields of another one too. */
    static Shape of(List<String> lines, Map<String, Shape> known) {
        Map<String, Field> fields = new LinkedHashMap<>();
        boolean isOpen = false;
        for (String line : lines) {
            String[] words = line.strip().split("\\s+");
            if (words[0].equals("...")) {
                isOpen = true;
            } else if (words[0].equals("+")) {
                fields.putAll(known.get(words[1]).fields());
            } else {
                boolean isOptional = words[1].endsWith("?");
                String type = isOptional ? words[1].substring(0, words[1].length() - 1) : words[1];
                for (String name : words[0].split(",")) fields.put(name, new Field(type, isOptional));
            }
        }
        return new Shape(fields, isOpen);
    }
}
