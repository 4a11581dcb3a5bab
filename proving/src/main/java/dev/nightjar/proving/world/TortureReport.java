package dev.nightjar.proving.world;

import java.util.List;
import java.util.SortedMap;

/**
 * What became of many histories.
 *
 * @param histories how many were run
 * @param kills how often a server was killed in them
 * @param healings how often another generation began in them after the first
 * @param calls how many calls into the world began or ended in them
 * @param ends how many ended in which state of the mirror, and for which reason
 * @param broken those that broke a promise
 * @param stopped whether it was stopped before it was through
 */
public record TortureReport(
    long histories,
    long kills,
    long healings,
    long calls,
    SortedMap<String, Long> ends,
    List<BrokenHistory> broken,
    boolean stopped) {

  /** Copies the list. */
  public TortureReport {
    broken = List.copyOf(broken);
  }
}
