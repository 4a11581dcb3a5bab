package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Invocation;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A fault that is in force until it was met as often as it is meant to be, or is closed. */
public final class Fault implements AutoCloseable {

  private final Pattern operations;
  private final Predicate<Invocation> when;
  private final double rate;
  private final DoubleSupplier random;
  private final AtomicLong left;
  private final AtomicLong hits = new AtomicLong();
  private final Effect effect;
  private final Runnable remove;

  Fault(FaultRule rule, Effect effect, DoubleSupplier random, Consumer<Fault> remove) {
    this.operations = rule.operations();
    this.when = rule.when();
    this.rate = rule.rate();
    this.left = new AtomicLong(rule.times());
    this.effect = effect;
    this.random = random;
    this.remove = () -> remove.accept(this);
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

  Effect effect() {
    return effect;
  }

  /** Whether this call is one of those that it is meant for; counts it if so. */
  boolean takes(Invocation call) {
    if (!operations.matcher(call.operation()).matches() || !when.test(call)) {
      return false;
    }
    if (rate < 1 && random.getAsDouble() >= rate) {
      return false;
    }
    if (left.getAndUpdate(count -> Math.max(count - 1, 0)) == 0) {
      return false;
    }
    hits.incrementAndGet();
    return true;
  }
}
