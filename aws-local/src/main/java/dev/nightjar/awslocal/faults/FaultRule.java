package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Invocation;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Which calls a fault is meant for; {@link #does} and {@link #doesToBody} put it in force. */
public final class FaultRule {

  private final Faults faults;
  private final Pattern operations;
  private final double rate;
  private final long times;
  private final Predicate<Invocation> when;

  FaultRule(
      Faults faults, Pattern operations, double rate, long times, Predicate<Invocation> when) {
    this.faults = faults;
    this.operations = operations;
    this.rate = rate;
    this.times = times;
    this.when = when;
  }

  /** A share of the calls only, 0 to 1, drawn by the seed of the stand-in. */
  public FaultRule rate(double share) {
    return new FaultRule(faults, operations, share, times, when);
  }

  /** At most so many calls. */
  public FaultRule times(long count) {
    return new FaultRule(faults, operations, rate, count, when);
  }

  /** Only calls of which this is true too. */
  public FaultRule when(Predicate<Invocation> also) {
    return new FaultRule(faults, operations, rate, times, when.and(also));
  }

  /** Puts the fault in force: this is what happens to those calls. */
  public Fault does(Effect effect) {
    return faults.install(this, effect);
  }

  /**
   * Puts the fault in force: this is what happens to the bodies of the answers to those calls (of
   * S3).
   */
  public Fault doesToBody(BodyEffect effect) {
    return faults.install(this, effect);
  }

  boolean matches(Invocation call) {
    return operations.matcher(call.operation()).matches() && when.test(call);
  }

  double rate() {
    return rate;
  }

  long times() {
    return times;
  }
}
