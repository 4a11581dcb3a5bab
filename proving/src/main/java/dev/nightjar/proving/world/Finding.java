package dev.nightjar.proving.world;

import dev.nightjar.proving.world.script.History;
import java.util.List;
import java.util.Optional;

/**
 * What became of a history.
 *
 * @param history the history
 * @param violation the promise that was broken, if one was
 * @param cause the error behind it, if there is one
 * @param at when it ended: hours, minutes and seconds since its beginning
 * @param crossings calls into the world, their beginnings and ends
 * @param kills how often the server was killed
 * @param healings how often another generation began after the first that was seen
 * @param state the mirror's last state
 * @param reason its reason, if it had one
 * @param fingerprint the same for two runs exactly if the same happened
 * @param lines what happened, for people
 */
public record Finding(
    History history,
    Optional<String> violation,
    Optional<Throwable> cause,
    String at,
    long crossings,
    int kills,
    int healings,
    String state,
    Optional<String> reason,
    long fingerprint,
    List<String> lines) {}
