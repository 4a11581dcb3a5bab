package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.ConnectionCut;
import dev.nightjar.awslocal.operation.Interceptor;
import dev.nightjar.awslocal.operation.Invocation;
import dev.nightjar.awslocal.s3.BodyFilter;
import java.io.OutputStream;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The faults in force. Thread-safe. A call meets the first of them that takes it, in the order in
 * which they were put in force.
 *
 * <pre>{@code
 * faults.on("DynamoDBStreams_20120810.GetRecords").times(3).does(Effect.throttled());
 * faults.on("S3.*").rate(0.1).does(Effect.cut());
 * faults.on("S3.GetObject").doesToBody(BodyEffect.cutAfter(1000));
 * }</pre>
 */
public final class Faults implements Interceptor, BodyFilter {

  private record InForce<E>(Fault fault, E effect) {}

  private final Map<Long, InForce<Effect>> calls = new ConcurrentSkipListMap<>();
  private final Map<Long, InForce<BodyEffect>> bodies = new ConcurrentSkipListMap<>();
  private final AtomicLong installed = new AtomicLong();
  private final Random random;
  private final Clock clock;

  /**
   * @param seed for the draws of faults that meet a share of calls
   * @param clock for faults that last a while
   */
  public Faults(long seed, Clock clock) {
    this.random = new Random(seed);
    this.clock = clock;
  }

  /** A fault for the operations of that name; {@code *} stands for any text. */
  public FaultRule on(String operations) {
    return new FaultRule(this, NamePattern.of(operations), FaultRule.Limits.none(), call -> true);
  }

  /** Those that were not ended, in the order in which they were put in force. */
  public List<Fault> inForce() {
    return Stream.concat(calls.values().stream(), bodies.values().stream())
        .map(InForce::fault)
        .sorted(Comparator.comparing(Fault::id))
        .toList();
  }

  /** Ends all faults. */
  public void clear() {
    calls.clear();
    bodies.clear();
  }

  Fault install(FaultRule rule, Effect effect) {
    return install(calls, rule, effect);
  }

  Fault install(FaultRule rule, BodyEffect effect) {
    return install(bodies, rule, effect);
  }

  private <E> Fault install(Map<Long, InForce<E>> to, FaultRule rule, E effect) {
    long order = installed.incrementAndGet();
    Fault fault = new Fault(order, rule, random::nextDouble, clock, () -> to.remove(order));
    to.put(order, new InForce<>(fault, effect));
    return fault;
  }

  @Override
  public ObjectNode intercept(Invocation call, Next next) {
    Optional<Effect> effect = met(calls, call);
    if (effect.isEmpty()) {
      return next.proceed(call);
    }
    try {
      return effect.get().on(call, next);
    } catch (InterruptedException e) {
      // the stand-in is being stopped
      Thread.currentThread().interrupt();
      throw new ConnectionCut();
    }
  }

  @Override
  public OutputStream apply(Invocation call, OutputStream socket) {
    return met(bodies, call).map(effect -> effect.on(socket)).orElse(socket);
  }

  private static <E> Optional<E> met(Map<Long, InForce<E>> faults, Invocation call) {
    for (InForce<E> one : faults.values()) {
      if (one.fault().takes(call)) {
        return Optional.of(one.effect());
      }
    }
    return Optional.empty();
  }
}
