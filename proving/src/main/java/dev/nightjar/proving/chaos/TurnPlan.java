package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Optional;

/**
 * How a run's time is divided among the misfortunes that were wished for.
 *
 * @param time of the whole fire
 * @param wished how many
 * @param untilTimeIsOver whether the run is to last for that time
 */
record TurnPlan(Duration time, int wished, boolean untilTimeIsOver) {

  static TurnPlan of(ChaosOptions options) {
    return new TurnPlan(options.time(), options.misfortunes().size(), options.kills().isEmpty());
  }

  /**
   * How long a round may burn so that those after it have their turn; all of the time where that is
   * not enough for each of them.
   *
   * @param yetToCome how many have had no turn, this round's among them
   * @param burnt how long the rounds before have burnt
   */
  Duration share(int yetToCome, Duration burnt) {
    return yetToCome > 1 && isEnough() ? time.minus(burnt).dividedBy(yetToCome) : time;
  }

  /** What is to be said before it begins: that not all may have their turn. */
  Optional<String> shortage() {
    return wished > 1 && untilTimeIsOver && !isEnough()
        ? Optional.of(
            "The time may not be enough for all "
                + wished
                + " misfortunes; --minutes "
                + MisfortuneKind.timeForAll(wished).toMinutes()
                + " is.")
        : Optional.empty();
  }

  private boolean isEnough() {
    return time.compareTo(MisfortuneKind.timeForAll(wished)) >= 0;
  }
}
