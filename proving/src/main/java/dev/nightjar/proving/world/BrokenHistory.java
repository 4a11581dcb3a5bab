package dev.nightjar.proving.world;

import dev.nightjar.proving.world.script.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A history that breaks a promise, made small.
 *
 * @param seed its seed
 * @param violation the promise, and how it was broken
 * @param at when: hours, minutes and seconds since the history's beginning
 * @param step which call into the world it was, counted from the beginning
 * @param setting what stayed the same
 * @param events the events that are left of the history
 * @param lines what happened in it
 */
public record BrokenHistory(
    long seed,
    String violation,
    String at,
    long step,
    String setting,
    List<String> events,
    List<String> lines) {

  static BrokenHistory of(Finding finding) {
    return new BrokenHistory(
        finding.history().seed(),
        finding.violation().orElse("") + finding.cause().map(cause -> " <- " + cause).orElse(""),
        finding.at(),
        finding.crossings(),
        finding.history().setting().toString(),
        finding.history().events().stream().map(BrokenHistory::describe).toList(),
        finding.lines());
  }

  private static String describe(Event event) {
    Duration at = event.at();
    String text = event.toString();
    // The time stands in front, where a reader looks for it.
    String rest = text.replaceFirst("at=[^,\\]]+(, )?", "");
    return "%d:%02d:%02d.%03d %s"
        .formatted(at.toHours(), at.toMinutesPart(), at.toSecondsPart(), at.toMillisPart(), rest);
  }

  /** The history for people, line by line. */
  public List<String> report() {
    List<String> report = new ArrayList<>();
    report.add("seed " + seed + " breaks a promise at " + at + ", call " + step + ":");
    report.add("  " + violation);
    report.add("  setting: " + setting);
    report.add("  the smallest history that does so, " + events.size() + " events:");
    events.forEach(event -> report.add("    " + event));
    report.add("  what happened:");
    lines.forEach(line -> report.add("    " + line));
    return report;
  }
}
