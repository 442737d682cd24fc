package io.leveret.engine.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where somebody comes from, as far as strangers are told apart: an IPv4 address, or the network that an IPv6 address is in. Of those a
 * single machine mostly has a whole network (/64), and could come from another address each time.
 */
public record Origin(String text) {

    private static final String THIS_MACHINE = "::1";
    private static final int GROUPS = 8;
    private static final int NETWORK_GROUPS = 4;

    /** @param address as it is written, or empty: all that have none are from one place */
    public static Origin of(String address) {
        int zone = address.indexOf('%');
        String written = zone < 0 ? address : address.substring(0, zone);
        if (written.indexOf(':') < 0) return new Origin(written);
        List<String> groups = groups(written);
        String last = groups.get(GROUPS - 1);
        if (groups.subList(0, GROUPS - 1).stream().allMatch("0"::equals) && last.equals("1")) return new Origin(THIS_MACHINE);
        return new Origin(String.join(":", groups.subList(0, NETWORK_GROUPS)) + "::/64");
    }

    /** All eight, without zeros in front; of what is no address, something. */
    private static List<String> groups(String written) {
        int gap = written.indexOf("::");
        List<String> front = parts(gap < 0 ? written : written.substring(0, gap));
        List<String> back = gap < 0 ? List.of() : parts(written.substring(gap + 2));
        List<String> all = new ArrayList<>(front);
        while (all.size() + back.size() < GROUPS) all.add("0");
        all.addAll(back);
        return all.stream().limit(GROUPS).map(group -> group.replaceFirst("^0+(?=.)", "")).toList();
    }

    private static List<String> parts(String groups) {
        return groups.isEmpty() ? List.of() : Arrays.asList(groups.split(":"));
    }

    @Override
    public String toString() {
        return text;
    }
}
