package io.leveret.api.json;

import java.util.List;
import java.util.Optional;

/** Which part of a list is wanted. */
record Page(int number, int size) {

    private static final int USUAL_SIZE = 100;
    private static final int LARGEST_SIZE = 500;

    /** @throws InvalidQueryException when there cannot be such a page, in RabbitMQ's words */
    static Page of(Query query) {
        int number = number(query.find("page").orElseThrow());
        Optional<String> wanted = query.find("page_size").filter(text -> !text.isEmpty());
        int size = wanted.map(Page::number).orElse(USUAL_SIZE);
        if (number < 1 || size < 1 || size > LARGEST_SIZE) {
            throw new InvalidQueryException("invalid_pagination_parameters", "Invalid pagination parameters: page number "
                + number + ", page size " + wanted.map(text -> String.valueOf(size)).orElse("undefined"));
        }
        return new Page(number, size);
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new InvalidQueryException("bad_request", "Pagination parameters are invalid");
        }
    }

    int count(int rows) {
        return (rows + size - 1) / size;
    }

    /** @throws InvalidQueryException when the list ends before the page begins; the first page may be empty */
    <T> List<T> cut(List<T> rows) {
        long first = (number - 1L) * size;
        if (number > 1 && first >= rows.size()) {
            throw new InvalidQueryException("page_out_of_range",
                "Page out of range, page: " + number + " page size: " + size + ", len: " + rows.size());
        }
        return rows.subList((int) Math.min(first, rows.size()), (int) Math.min(first + size, rows.size()));
    }
}
