package dev.nightjar.proving.chaos;

import java.time.Duration;

/** A misfortune that begins in a moment of the mirror and is set right some seconds later. */
final class Episode implements Misfortune {

  private final String name;
  private final When when;
  private final Duration length;
  private final Activity.Step begin;
  private final Activity.Step end;
  private final boolean losesChanges;
  private long began;
  private boolean begun;
  private boolean over;

  /** Whether its moment has come. */
  @FunctionalInterface
  interface When {
    /** In that state of the mirror. */
    boolean comes(String state) throws InterruptedException;
  }

  /**
   * @param length after how long it is set right
   * @param end sets it right
   * @param losesChanges whether the mirror has to load its table anew for it
   */
  Episode(
      String name,
      When when,
      Duration length,
      Activity.Step begin,
      Activity.Step end,
      boolean losesChanges) {
    this.losesChanges = losesChanges;
    this.name = name;
    this.when = when;
    this.length = length;
    this.begin = begin;
    this.end = end;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void prepare() {
    // It begins later.
  }

  @Override
  public void look(String state) throws InterruptedException {
    if (!begun && when.comes(state)) {
      begun = true;
      began = System.nanoTime();
      begin.run();
    }
    if (begun && System.nanoTime() - began >= length.toNanos()) {
      end();
    }
  }

  @Override
  public boolean mayBeHealed(int before) {
    return begun && losesChanges;
  }

  @Override
  public boolean over() {
    return over;
  }

  @Override
  public boolean came() {
    return begun;
  }

  @Override
  public void end() throws InterruptedException {
    if (begun && !over) {
      end.run();
      over = true;
    }
  }
}
