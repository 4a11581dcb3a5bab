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
 * @param unrepeated the findings of histories that broke a promise beside others and not again when
 *     they ran alone: histories that wait for each other inside the JVM show like that, and a race
 *     of the mirror's threads would, too
 * @param stopped whether it was stopped before it was through
 */
public record TortureReport(
    long histories,
    long kills,
    long healings,
    long calls,
    SortedMap<String, Long> ends,
    List<BrokenHistory> broken,
    List<BrokenHistory> unrepeated,
    boolean stopped) {

  /** Copies the lists. */
  public TortureReport {
    broken = List.copyOf(broken);
    unrepeated = List.copyOf(unrepeated);
  }
}
