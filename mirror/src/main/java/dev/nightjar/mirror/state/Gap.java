package dev.nightjar.mirror.state;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that only a new generation mends, from its finding to its healing.
 *
 * @param mirrorId the mirror
 * @param number its place among the mirror's, from 1
 * @param cause a {@link dev.nightjar.mirror.status.FailureReason}'s code
 * @param message what happened, for people
 * @param generation the generation in which it was found
 * @param foundAt when, by this machine's clock
 * @param byPerson whether a person wants it healed whatever it costs
 * @param anyDeletes whether a person allows as many deletes as it takes
 * @param abandoned batches of the generation before that could neither be found nor read again
 * @param healedBy the generation that heals it, once that has begun
 * @param begunAt when that began, by AWS's clock
 * @param healedAt when that was done, by this machine's clock
 */
public record Gap(
    String mirrorId,
    long number,
    String cause,
    String message,
    long generation,
    Instant foundAt,
    boolean byPerson,
    boolean anyDeletes,
    long abandoned,
    Optional<Long> healedBy,
    Optional<Instant> begunAt,
    Optional<Instant> healedAt) {}
