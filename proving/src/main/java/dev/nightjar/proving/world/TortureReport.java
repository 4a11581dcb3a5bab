package dev.nightjar.proving.world;

import java.util.List;
import java.util.SortedMap;

/**
 * What became of many histories.
 *
 * @param histories how many were run
 * @param kills how often a server was killed in them
 * @param calls how many calls into the world began or ended in them
 * @param ends how many ended in which state of the mirror, and for which reason
 * @param broken those that broke a promise
 */
public record TortureReport(
    long histories,
    long kills,
    long calls,
    SortedMap<String, Long> ends,
    List<BrokenHistory> broken) {

  /** Copies the list. */
  public TortureReport {
    broken = List.copyOf(broken);
  }
}
