package dev.nightjar.proving.world.script;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;

/**
 * All that a history is made of: what is not written here is drawn from its seed.
 *
 * @param seed its seed
 * @param setting what stays the same
 * @param events what happens, in order of time
 */
public record History(long seed, Setting setting, List<Event> events) {

  /** Sorts the events. */
  public History {
    events = events.stream().sorted(Comparator.comparing(Event::at)).toList();
  }

  /** The same with other events. */
  public History with(List<Event> others) {
    return new History(seed, setting, others);
  }

  /** When the last event has happened and what it began is over. */
  public Duration end() {
    Duration end = setting.deployAt();
    for (Event event : events) {
      Duration over =
          switch (event) {
            case Event.Wrong wrong -> wrong.at().plus(wrong.duration());
            case Event.Kill kill -> kill.at().plus(kill.down());
            case Event.Stop stop -> stop.at().plus(stop.down());
            case Event.LedgerLost lost -> lost.at().plus(lost.down());
            case Event.TailLost lost -> lost.at().plus(lost.down());
            case Event.Pause pause -> pause.at().plus(pause.duration());
            case Event.StreamReplaced replaced -> replaced.at().plus(replaced.off());
            case Event.TableReplaced replaced -> replaced.at().plus(replaced.gone());
            default -> event.at();
          };
      end = over.compareTo(end) > 0 ? over : end;
    }
    return end;
  }

  /** Whether ClickHouse is a process of its own, which is started again without the server. */
  public boolean restartsClickHouse() {
    return has(Event.ClickHouseRestarted.class);
  }

  /** Whether there is an event of this kind. */
  public boolean has(Class<? extends Event> kind) {
    return events.stream().anyMatch(kind::isInstance);
  }
}
