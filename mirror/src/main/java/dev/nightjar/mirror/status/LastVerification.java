package dev.nightjar.mirror.status;

import java.time.Instant;

/**
 * What the last verification of a mirror found that came to its end.
 *
 * @param startedAt when it began to scan
 * @param finishedAt when it had settled what can be settled
 * @param whole whether it scanned all of the table; else a sample
 * @param segments into how many segments the table was divided
 * @param segmentsScanned how many of them were scanned
 * @param items items of the table that were compared
 * @param rows rows of the mirror that were compared
 * @param differences keys whose item and row really differ
 * @param unsettled keys that changed whenever they were looked at, or were not looked at again
 * @param misfits items of which a value does not fit its column: known, not a difference
 * @param withheld items that have no row because their key does not fit: known, not a difference
 * @param unreadable items that AWS answered and that are none, so that nobody knows whether they
 *     have their rows: an attribute of an unknown type, or a key that is not of its type
 */
public record LastVerification(
    Instant startedAt,
    Instant finishedAt,
    boolean whole,
    long segments,
    long segmentsScanned,
    long items,
    long rows,
    long differences,
    long unsettled,
    long misfits,
    long withheld,
    long unreadable) {}
