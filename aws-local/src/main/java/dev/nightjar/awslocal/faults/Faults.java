package dev.nightjar.awslocal.faults;

import dev.nightjar.awslocal.operation.Interceptor;
import dev.nightjar.awslocal.operation.Invocation;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.node.ObjectNode;

/**
 * The faults in force. Thread-safe. A call meets the first of them that takes it, in the order in
 * which they were put in force.
 *
 * <pre>{@code
 * faults.on("DynamoDBStreams_20120810.GetRecords").times(3).does(Effect.throttled());
 * faults.on("S3.*").rate(0.1).does(Effect.cut());
 * }</pre>
 */
public final class Faults implements Interceptor {

  private final List<Fault> faults = new CopyOnWriteArrayList<>();
  private final Random random;

  /**
   * @param seed for the draws of faults that meet a share of calls
   */
  public Faults(long seed) {
    this.random = new Random(seed);
  }

  /** A fault for the operations of that name; {@code *} stands for any text. */
  public FaultRule on(String operations) {
    String pattern =
        Stream.of(operations.split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*"));
    return new FaultRule(Pattern.compile(pattern), 1, Long.MAX_VALUE, call -> true, this::install);
  }

  /** Ends all faults. */
  public void clear() {
    faults.clear();
  }

  private Fault install(FaultRule rule, Effect effect) {
    Fault fault = new Fault(rule, effect, random::nextDouble, faults::remove);
    faults.add(fault);
    return fault;
  }

  @Override
  public ObjectNode intercept(Invocation call, Next next) {
    for (Fault fault : faults) {
      if (fault.takes(call)) {
        try {
          return fault.effect().on(call, next);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while a call was held up", e);
        }
      }
    }
    return next.proceed(call);
  }
}
