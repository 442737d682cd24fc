package io.leveret.perf.measure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What all processors of the machine have done so far, in ticks. What the hypervisor gave to others counts as idle. */
public record MachineCpu(long busy, long all) {
    /** Linux tells programs so, whatever it counts by. */
    public static final long TICKS_A_SECOND = 100;

    private static final int COUNTED = 8; // user, nice, system, idle, iowait, irq, softirq, steal; guests are in user

    public static MachineCpu read(Path proc) {
        try {
            return of(Files.readAllLines(proc.resolve("stat")).get(0));
        } catch (IOException notLinux) {
            return new MachineCpu(0, 0);
        }
    }

    static MachineCpu of(String line) {
        String[] fields = line.trim().split("\\s+");
        long all = 0;
        for (int i = 1; i <= COUNTED; i++) all += Long.parseLong(fields[i]);
        long idle = Long.parseLong(fields[4]) + Long.parseLong(fields[5]) + Long.parseLong(fields[8]);
        return new MachineCpu(all - idle, all);
    }
}
