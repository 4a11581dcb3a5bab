package dev.nightjar.proving.chaos;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/**
 * How long and how hard.
 *
 * @param time how long the fire lasts; comparing comes on top
 * @param kills after how many kills of a mirror that is under way the fire ends, though the time is
 *     not over; empty: never
 * @param remote whether the database is a process of its own, which is killed too
 * @param powerCuts whether what the server has not synced is gone when it was killed
 * @param tornWrites whether at every other of these power cuts a drawn part of that is there all
 *     the same; views may see changes twice then
 * @param misfortunes what befalls the rounds besides, one thing each, in turns that are drawn;
 *     empty: nothing
 * @param items how many items the table has at first
 * @param changesPerSecond how many effective changes a second are written
 * @param seed decides what is written and what happens (when it happens depends on the machine)
 * @param folder where data and logs are; empty or not there yet
 */
public record ChaosOptions(
    Duration time,
    OptionalLong kills,
    boolean remote,
    boolean powerCuts,
    boolean tornWrites,
    List<MisfortuneKind> misfortunes,
    int items,
    double changesPerSecond,
    long seed,
    Path folder) {

  /** Copies the list. */
  public ChaosOptions {
    misfortunes = List.copyOf(misfortunes);
  }

  /** Whether this machine can do {@link #powerCuts}. */
  public static boolean powerCutsPossible() {
    return PowerCut.possible();
  }
}
