package dev.nightjar.project;

import java.util.List;
import java.util.Optional;

/**
 * A directive with what follows it, not yet understood.
 *
 * @param name in capitals
 * @param position of the name
 * @param rest what follows on its line, stripped; for a block, empty
 * @param restPosition of its first character
 * @param block the lines of its block, blank ones at both ends left out; empty if it has none
 */
record Statement(
    String name,
    Position position,
    String rest,
    Position restPosition,
    Optional<List<Line>> block) {}
