package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Caller;
import dev.nightjar.awslocal.operation.Invocation;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;

/** Which calls a fault is meant for; {@link #does} and {@link #doesToBody} put it in force. */
public final class FaultRule {

  private final Faults faults;
  private final NamePattern operations;
  private final Limits limits;
  private final Predicate<Invocation> when;

  /**
   * @param rate the share of calls, 0 to 1
   * @param skip how many calls are let through first
   * @param times how many calls at most
   * @param lasts for how long from when the fault is put in force
   */
  record Limits(double rate, long skip, long times, Optional<Duration> lasts) {

    static Limits none() {
      return new Limits(1, 0, Long.MAX_VALUE, Optional.empty());
    }
  }

  FaultRule(Faults faults, NamePattern operations, Limits limits, Predicate<Invocation> when) {
    this.faults = faults;
    this.operations = operations;
    this.limits = limits;
    this.when = when;
  }

  /** A share of the calls only, 0 to 1, drawn by the seed of the stand-in. */
  public FaultRule rate(double share) {
    return with(new Limits(share, limits.skip(), limits.times(), limits.lasts()));
  }

  /** Not the first so many of the calls. */
  public FaultRule skip(long count) {
    return with(new Limits(limits.rate(), count, limits.times(), limits.lasts()));
  }

  /** At most so many calls. */
  public FaultRule times(long count) {
    return with(new Limits(limits.rate(), limits.skip(), count, limits.lasts()));
  }

  /** For so long only, by the clock of the stand-in. */
  public FaultRule lasts(Duration length) {
    return with(new Limits(limits.rate(), limits.skip(), limits.times(), Optional.of(length)));
  }

  /** Only calls of which this is true too. */
  public FaultRule when(Predicate<Invocation> also) {
    return new FaultRule(faults, operations, limits, when.and(also));
  }

  /** Only calls by sessions of roles: not those of who fills the tables with a key of its own. */
  public FaultRule byRoles() {
    return when(call -> call.caller().principal() instanceof Caller.RoleSession);
  }

  /** Only calls for objects of S3 of that key; {@code *} stands for any text. */
  public FaultRule key(String pattern) {
    NamePattern keys = NamePattern.of(pattern);
    return when(call -> keys.matches(call.input().path("Key").asString("")));
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

  /** The operations as they were named. */
  String operations() {
    return operations.text();
  }

  boolean matches(Invocation call) {
    return operations.matches(call.operation()) && when.test(call);
  }

  Limits limits() {
    return limits;
  }

  private FaultRule with(Limits others) {
    return new FaultRule(faults, operations, others, when);
  }
}
