package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Invocation;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * A fault that is in force until it was met as often as it is meant to be, its time is over, or it
 * is closed.
 */
public final class Fault implements AutoCloseable {

  private final long id;
  private final FaultRule rule;
  private final DoubleSupplier random;
  private final Clock clock;
  private final Instant end;
  private final AtomicLong toSkip;
  private final AtomicLong left;
  private final AtomicLong hits = new AtomicLong();
  private final Runnable remove;

  Fault(long id, FaultRule rule, DoubleSupplier random, Clock clock, Runnable remove) {
    this.id = id;
    this.rule = rule;
    this.random = random;
    this.clock = clock;
    this.end = rule.limits().lasts().map(clock.instant()::plus).orElse(Instant.MAX);
    this.toSkip = new AtomicLong(rule.limits().skip());
    this.left = new AtomicLong(rule.limits().times());
    this.remove = remove;
  }

  /** Its number among the stand-in's faults. */
  public long id() {
    return id;
  }

  /** The operations that it is meant for, as they were named. */
  public String operations() {
    return rule.operations();
  }

  /** How many calls have met it. */
  public long hits() {
    return hits.get();
  }

  /** Ends it. */
  @Override
  public void close() {
    remove.run();
  }

  /** Whether this call is one of those that it is meant for; counts it if so. */
  boolean takes(Invocation call) {
    double rate = rule.limits().rate();
    if (!rule.matches(call)
        || !clock.instant().isBefore(end)
        || (rate < 1 && random.getAsDouble() >= rate)
        || taken(toSkip)
        || !taken(left)) {
      return false;
    }
    hits.incrementAndGet();
    return true;
  }

  private static boolean taken(AtomicLong from) {
    return from.getAndUpdate(count -> Math.max(count - 1, 0)) > 0;
  }
}
