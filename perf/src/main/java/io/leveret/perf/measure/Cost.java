package io.leveret.perf.measure;

/**
 * What a while has cost the machine.
 *
 * @param brokerSeconds    of CPU, the broker's children included; NaN if nobody said which process it is
 * @param generatorSeconds of CPU, ours
 * @param foreign          the share of the machine that neither of them used and somebody else did; NaN without a broker
 * @param beforeKib        memory of the broker before anything was opened
 * @param residentKib      at the end
 * @param peakKib          the most it was
 */
public record Cost(double brokerSeconds, double generatorSeconds, double foreign, long beforeKib, long residentKib, long peakKib) {

    public boolean knowsBroker() {
        return !Double.isNaN(brokerSeconds);
    }
}
