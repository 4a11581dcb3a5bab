package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Which misfortunes came, and which did not although they should have. */
public final class MisfortuneCount {

  private final Map<String, Long> came = new TreeMap<>();
  private final Map<String, Long> missed = new TreeMap<>();

  /**
   * A round is over.
   *
   * @param hadTime whether it lasted for as long as its misfortune may take
   */
  void round(MisfortuneKind kind, boolean hasCome, boolean hadTime) {
    if (hasCome) {
      came.merge(kind.toString(), 1L, Long::sum);
    } else if (hadTime) {
      missed.merge(kind.toString(), 1L, Long::sum);
    }
  }

  /**
   * The run is over: what was wished for and never came was missed, if there was time for all.
   *
   * @param fire how long it lasted
   */
  void run(Collection<MisfortuneKind> wished, Duration fire) {
    if (fire.compareTo(MisfortuneKind.timeForAll(wished.size())) >= 0) {
      wished.stream()
          .map(MisfortuneKind::toString)
          .filter(kind -> !came.containsKey(kind))
          .forEach(kind -> missed.putIfAbsent(kind, 0L));
    }
  }

  /** How often each kind came. */
  Map<String, Long> came() {
    return new TreeMap<>(came);
  }

  /** In how many rounds each kind did not come that should have; 0: there was no such round. */
  Map<String, Long> missed() {
    return new TreeMap<>(missed);
  }
}
