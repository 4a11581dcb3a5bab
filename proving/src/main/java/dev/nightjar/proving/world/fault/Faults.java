package dev.nightjar.proving.world.fault;

import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Trouble;
import java.util.EnumMap;
import java.util.Map;
import java.util.SplittableRandom;

/** The troubles of the moment: whether the next call is struck is drawn by the seed. */
public final class Faults {
  private static final int ALL = 100;

  private final SplittableRandom random;
  private final Sabotage sabotage;
  private final Map<Trouble, Integer> percents = new EnumMap<>(Trouble.class);

  /** No trouble yet, but an error that is put into the world on purpose. */
  public Faults(long seed, Sabotage sabotage) {
    this.random = new SplittableRandom(seed);
    this.sabotage = sabotage;
  }

  /** Whether this error was put into the world. */
  public boolean sabotaged(Sabotage by) {
    return sabotage == by;
  }

  /** From now on so many calls of a hundred are struck; 0 ends it. */
  public void set(Trouble trouble, int percent) {
    if (percent == 0) {
      percents.remove(trouble);
    } else {
      percents.put(trouble, percent);
    }
  }

  /** All is well from now on. */
  public void clear() {
    percents.clear();
  }

  /** Whether there is this trouble at all. */
  public boolean has(Trouble trouble) {
    return percents.containsKey(trouble);
  }

  /** Whether this call is struck. */
  public boolean strikes(Trouble trouble) {
    Integer percent = percents.get(trouble);
    return percent != null && random.nextInt(ALL) < percent;
  }

  /** A choice of the moment: a number from 0 below {@code bound}. */
  public int draw(int bound) {
    return random.nextInt(bound);
  }
}
