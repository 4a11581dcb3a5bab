package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Invocation;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/** A fault that is in force until it was met as often as it is meant to be, or is closed. */
public final class Fault implements AutoCloseable {

  private final FaultRule rule;
  private final DoubleSupplier random;
  private final AtomicLong left;
  private final AtomicLong hits = new AtomicLong();
  private final Consumer<Fault> remove;

  Fault(FaultRule rule, DoubleSupplier random, Consumer<Fault> remove) {
    this.rule = rule;
    this.random = random;
    this.left = new AtomicLong(rule.times());
    this.remove = remove;
  }

  /** How many calls have met it. */
  public long hits() {
    return hits.get();
  }

  /** Ends it. */
  @Override
  public void close() {
    remove.accept(this);
  }

  /** Whether this call is one of those that it is meant for; counts it if so. */
  boolean takes(Invocation call) {
    if (!rule.matches(call) || (rule.rate() < 1 && random.getAsDouble() >= rule.rate())) {
      return false;
    }
    if (left.getAndUpdate(count -> Math.max(count - 1, 0)) == 0) {
      return false;
    }
    hits.incrementAndGet();
    return true;
  }
}
