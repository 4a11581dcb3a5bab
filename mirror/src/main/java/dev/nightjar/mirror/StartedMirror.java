package dev.nightjar.mirror;

import dev.nightjar.mirror.status.MirrorState;
import java.time.Instant;
import java.util.Optional;

/**
 * What starting a mirror came to.
 *
 * @param id the mirror
 * @param state its state now
 * @param untouched whether it was there before, unchanged, and simply goes on
 * @param exportArn the export of its generation, once AWS has answered the request
 * @param exportWaitsUntil when the export will be requested, where the stream is still too young
 * @param message why there is no ARN yet, for people; empty where there is one
 */
public record StartedMirror(
    String id,
    MirrorState state,
    boolean untouched,
    Optional<String> exportArn,
    Optional<Instant> exportWaitsUntil,
    String message) {}
