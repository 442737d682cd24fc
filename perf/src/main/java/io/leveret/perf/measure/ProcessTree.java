package io.leveret.perf.measure;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** A process of this machine with all that it has started, as Linux tells of them in {@code /proc}. */
public final class ProcessTree {
    private static final int USER_TIME = 11; // behind the name, which may hold spaces and ends with the last parenthesis
    private static final int SYSTEM_TIME = 12;

    private final Path proc;
    private final long root;

    public ProcessTree(Path proc, long root) {
        this.proc = proc;
        this.root = root;
    }

    public boolean isThere() {
        return Files.isReadable(proc.resolve(root + "/stat"));
    }

    /** CPU time that they have used, in ticks of {@link MachineCpu#TICKS_A_SECOND}. */
    public long ticks() {
        long sum = 0;
        for (long pid : pids()) sum += ticks(pid);
        return sum;
    }

    public long residentKib() {
        return memory("VmRSS:");
    }

    /** The most since {@link #forgetPeak}, if that was allowed. */
    public long peakResidentKib() {
        return memory("VmHWM:");
    }

    /** Whoever may not does without: then the peak is that of the processes' lives. */
    public void forgetPeak() {
        for (long pid : pids()) {
            try {
                Files.writeString(proc.resolve(pid + "/clear_refs"), "5");
            } catch (IOException notAllowed) {
                return;
            }
        }
    }

    private List<Long> pids() {
        List<Long> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private void collect(long pid, List<Long> found) {
        found.add(pid);
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(proc.resolve(pid + "/task"))) {
            for (Path thread : threads) {
                String children = read(thread.resolve("children"));
                for (String child : children.split("\\s+")) if (!child.isEmpty()) collect(Long.parseLong(child), found);
            }
        } catch (IOException gone) {
            // it had no more to tell
        }
    }

    private long ticks(long pid) {
        String stat = read(proc.resolve(pid + "/stat"));
        int name = stat.lastIndexOf(')');
        if (name < 0) return 0;
        String[] fields = stat.substring(name + 1).trim().split(" ");
        return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[SYSTEM_TIME]);
    }

    private long memory(String key) {
        long sum = 0;
        for (long pid : pids()) sum += kib(pid, key).orElse(0);
        return sum;
    }

    private OptionalLong kib(long pid, String key) {
        return read(proc.resolve(pid + "/status")).lines().filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", ""))).findFirst();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException gone) {
            return "";
        }
    }
}
