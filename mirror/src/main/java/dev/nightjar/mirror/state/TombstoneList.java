package dev.nightjar.mirror.state;

import java.util.Optional;

/**
 * The list of the items that were deleted in the gap before a generation, once it is complete.
 *
 * @param mirrorId the mirror
 * @param generation whose tombstones it is for
 * @param attempt 1, or more where an earlier list was lost half way
 * @param tableUuid the UUID in ClickHouse of the table that holds it; empty where nothing is on it
 * @param items how many are on it, with the ordinals from 1
 * @param done the ordinal up to which the tombstones are in
 * @param finished whether nothing is left to do
 */
public record TombstoneList(
    String mirrorId,
    long generation,
    int attempt,
    Optional<String> tableUuid,
    long items,
    long done,
    boolean finished) {}
