package dev.nightjar.dynamodb.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RetryTest {
  private final List<Duration> pauses = new ArrayList<>();
  private final List<String> retried = new ArrayList<>();

  private Retry retry(int attempts) {
    return new Retry(
        () -> new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(1)),
        attempts,
        pauses::add,
        (failure, _) -> retried.add(failure.awsCode()));
  }

  private static Supplier<String> failing(RuntimeException... failures) {
    Deque<RuntimeException> left = new ArrayDeque<>(List.of(failures));
    return () -> {
      if (!left.isEmpty()) {
        throw left.pop();
      }
      return "done";
    };
  }

  private static final AwsException THROTTLED =
      new ThrottledException("GetRecords", "Throttling", "slower", null);
  private static final AwsException BROKEN =
      new TransientException("GetRecords", "", "reset", null);
  private static final AwsException DENIED =
      new AccessDeniedException("GetRecords", "AccessDenied", "no", null);

  @Test
  void repeatsThrottledAndTransientCalls() {
    assertThat(retry(5).call(failing(THROTTLED, BROKEN, THROTTLED))).isEqualTo("done");

    assertThat(retried).containsExactly("Throttling", "", "Throttling");
    assertThat(pauses).hasSize(3);
  }

  @Test
  void givesUpAfterItsAttempts() {
    assertThatThrownBy(() -> retry(3).call(failing(BROKEN, BROKEN, THROTTLED))).isSameAs(THROTTLED);
    assertThat(pauses).hasSize(2);
  }

  @Test
  void doesNotRepeatWhatRepeatingDoesNotHelp() {
    assertThatThrownBy(() -> retry(3).call(failing(DENIED))).isSameAs(DENIED);
    assertThat(pauses).isEmpty();
  }

  @Test
  void anInterruptEndsTheWait() {
    var interrupted =
        new Retry(
            () -> new Backoff(Duration.ofMillis(1), Duration.ofMillis(1), new Random(1)),
            Integer.MAX_VALUE,
            _ -> {
              throw new InterruptedException();
            },
            (_, _) -> {});

    assertThatThrownBy(() -> interrupted.call(failing(BROKEN)))
        .isInstanceOf(CallInterruptedException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Property
  void pausesDoubleUpToTheCeilingAndAreHalfRandom(@ForAll long seed) {
    var backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(5), new Random(seed));

    for (int i = 0; i < 100; i++) {
      long longest = Math.min(5000, i < 6 ? 100L << i : 5000);
      assertThat(backoff.next().toMillis()).isBetween(longest / 2, longest);
    }
    assertThat(backoff.failures()).isEqualTo(100);
    backoff.reset();
    assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMillis(100));
  }

  @Test
  void tellsAReaderOfAShardWhatToDo() {
    assertThat(Remedy.ofShardRead(THROTTLED)).isEqualTo(Remedy.RETRY);
    assertThat(Remedy.ofShardRead(BROKEN)).isEqualTo(Remedy.RETRY);
    assertThat(Remedy.ofShardRead(DENIED)).isEqualTo(Remedy.FATAL);
    assertThat(Remedy.ofShardRead(new IteratorExpiredException("GetRecords", "", "", null)))
        .isEqualTo(Remedy.NEW_ITERATOR);
    assertThat(Remedy.ofShardRead(new TrimmedDataException("GetRecords", "", "", null)))
        .isEqualTo(Remedy.GAP);
    assertThat(Remedy.ofShardRead(new NotFoundException("GetShardIterator", "", "", null)))
        .isEqualTo(Remedy.GAP);
    assertThat(Remedy.ofShardRead(new CallInterruptedException("GetRecords", "", "", null)))
        .isEqualTo(Remedy.STOP);
  }
}
