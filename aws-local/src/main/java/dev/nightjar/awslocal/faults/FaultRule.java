package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Invocation;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which calls a fault is meant for; {@link #does} puts it in force. */
public final class FaultRule {

  private final Pattern operations;
  private final double rate;
  private final long times;
  private final Predicate<Invocation> when;
  private final BiFunction<FaultRule, Effect, Fault> install;

  FaultRule(
      Pattern operations,
      double rate,
      long times,
      Predicate<Invocation> when,
      BiFunction<FaultRule, Effect, Fault> install) {
    this.operations = operations;
    this.rate = rate;
    this.times = times;
    this.when = when;
    this.install = install;
  }

  /** A share of the calls only, 0 to 1, drawn by the seed of the stand-in. */
  public FaultRule rate(double share) {
    return new FaultRule(operations, share, times, when, install);
  }

  /** At most so many calls. */
  public FaultRule times(long count) {
    return new FaultRule(operations, rate, count, when, install);
  }

  /** Only calls of which this is true too. */
  public FaultRule when(Predicate<Invocation> also) {
    return new FaultRule(operations, rate, times, when.and(also), install);
  }

  /** Puts the fault in force: this is what happens to those calls. */
  public Fault does(Effect effect) {
    return install.apply(this, effect);
  }

  Pattern operations() {
    return operations;
  }

  double rate() {
    return rate;
  }

  long times() {
    return times;
  }

  Predicate<Invocation> when() {
    return when;
  }
}
