package dev.nightjar.clickhouse;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * What a database is asked once, when somebody first wants to know: it may be away before. The
 * answer is kept; a question that fails is asked again. Thread-safe; two may ask at the same time.
 */
public final class Fact<T> {
  private final Supplier<T> question;
  private volatile Optional<T> answer = Optional.empty();

  /**
   * A fact that nobody knows yet.
   *
   * @param question asks the database; it may throw, and must always answer the same
   */
  public Fact(Supplier<T> question) {
    this.question = question;
  }

  /** The answer; whatever the question throws comes out. */
  public T get() {
    Optional<T> known = answer;
    if (known.isEmpty()) {
      known = Optional.of(question.get());
      answer = known;
    }
    return known.get();
  }
}
