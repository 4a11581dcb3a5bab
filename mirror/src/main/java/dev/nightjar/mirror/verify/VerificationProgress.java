package dev.nightjar.mirror.verify;

import java.time.Duration;
import java.util.Optional;

/**
 * How far a verification is.
 *
 * @param phase what it is doing
 * @param items items read by the first scan
 * @param itemsExpected of about how many; 0 while it is not known
 * @param segments segments that are scanned in all
 * @param segmentsScanned of which so many are done
 * @param capacityUnits read capacity units consumed so far, of all scans
 * @param unitsPerSecond consumed a second at most
 * @param suspects keys that are being looked at again
 * @param look the number of the present look, from 1
 * @param timeLeft of the first scan, about; empty while it is not known
 */
public record VerificationProgress(
    VerificationPhase phase,
    long items,
    long itemsExpected,
    long segments,
    long segmentsScanned,
    double capacityUnits,
    double unitsPerSecond,
    long suspects,
    int look,
    Optional<Duration> timeLeft) {}
