package dev.nightjar.mirror.run;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.ErrorSummary;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.LogPace;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.status.Notice;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a mirror is trying again, and how often it did. Thread-safe. */
final class MirrorHealth implements Retries {
  private static final Logger LOG = LoggerFactory.getLogger(MirrorHealth.class);
  private static final Duration SHOWN = Duration.ofMinutes(2);
  private static final Duration BETWEEN_LINES = Duration.ofMinutes(5);

  /** Causes carry codes that AWS answers; beyond these they are counted together. */
  private static final int MOST_CAUSES = 100;

  private static final String OTHER = "other";

  /**
   * What failed last.
   *
   * @param code a reason's code where a person has to act; else what was tried, and what failed
   * @param message what happened
   * @param takesAPerson whether it does not pass by itself
   * @param at when
   */
  record Trouble(String code, String message, boolean takesAPerson, Instant at) {}

  /**
   * Something that holds nothing up, and that a person should know.
   *
   * @param code a reason's code
   * @param message what it is, and what to do
   */
  record Remark(String code, String message) {}

  private final String mirror;
  private final Clock clock;
  private final LogPace pace;
  private final Map<String, LongAdder> counts = new ConcurrentHashMap<>();
  private final Runnable onNeedOfAPerson;
  private volatile Optional<Trouble> trouble = Optional.empty();
  private volatile Optional<Remark> remark = Optional.empty();
  private volatile Optional<Remark> notice = Optional.empty();
  private final AtomicLong alreadyThere = new AtomicLong();

  /**
   * @param onNeedOfAPerson told each time that something fails which does not pass by itself
   */
  MirrorHealth(String mirror, Clock clock, Runnable onNeedOfAPerson) {
    this.mirror = mirror;
    this.clock = clock;
    this.pace = new LogPace(BETWEEN_LINES, clock);
    this.onNeedOfAPerson = onNeedOfAPerson;
  }

  @Override
  public void retrying(String cause, String message) {
    count(cause, message);
    trouble = Optional.of(new Trouble(cause, message, false, clock.instant()));
  }

  @Override
  public void retrying(String cause, AwsException failure) {
    count(cause, failure.getMessage());
    Optional<Reason> reason = Reason.of(failure);
    String code = reason.map(Reason::code).orElse(cause);
    trouble =
        Optional.of(new Trouble(code, failure.getMessage(), reason.isPresent(), clock.instant()));
    if (reason.isPresent()) {
      onNeedOfAPerson.run();
    }
  }

  /** A call failed that the mirror does not need. */
  void missed(String cause, AwsException failure) {
    count(cause, failure.getMessage());
  }

  /** The same for a question to ClickHouse. */
  void missed(String cause, ClickHouseException failure) {
    count(cause + ":" + failure.name(), ErrorSummary.of(failure));
  }

  private void count(String cause, String message) {
    String counted = counts.containsKey(cause) || counts.size() < MOST_CAUSES ? cause : OTHER;
    counts.computeIfAbsent(counted, _ -> new LongAdder()).increment();
    if (pace.due(counted)) {
      LOG.warn("mirror {} tries again after {}: {}", mirror, cause, message);
    }
  }

  Instant now() {
    return clock.instant();
  }

  /** What there is to say of the table from now on, or nothing. */
  void remark(Optional<Remark> current) {
    remark = current;
  }

  Optional<Remark> remark() {
    return remark;
  }

  /** What was found at the start of this run, and a person should know all along. */
  void notice(Notice reason, String message) {
    LOG.warn("mirror {}: {}", mirror, message);
    notice = Optional.of(new Remark(reason.code(), message));
  }

  Optional<Remark> notice() {
    return notice;
  }

  @Override
  public void alreadyThere(long changes) {
    long all = alreadyThere.addAndGet(changes);
    notice(
        Notice.STATE_OLDER_THAN_CLICKHOUSE,
        all
            + " changes that the state database does not know were in ClickHouse already and are not"
            + " inserted again: state.db is a copy from before, or a server with a copy of this data"
            + " directory has run. Nothing is lost or doubled. Make sure that no other server runs"
            + " with a copy of it.");
  }

  @Override
  public void recovered() {
    Optional<Trouble> over = trouble;
    trouble = Optional.empty();
    // What kept the mirror from reading kept it from looking at its table as well.
    remark = remark.filter(told -> !over.map(Trouble::code).equals(Optional.of(told.code())));
  }

  Optional<Trouble> trouble() {
    Instant oldest = clock.instant().minus(SHOWN);
    return trouble.filter(last -> last.at().isAfter(oldest));
  }

  Map<String, Long> counts() {
    return counts.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, count -> count.getValue().sum()));
  }
}
