package dev.nightjar.server.copy;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;

/** When a copy pipe runs: the five fields of Unix's cron, in UTC. */
public final class CronSchedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));

  private final ExecutionTime times;

  private CronSchedule(ExecutionTime times) {
    this.times = times;
  }

  /**
   * Reads what follows {@code COPY_SCHEDULE}.
   *
   * @return empty for {@code @on-demand} and {@code @once}: it runs when it is asked to
   * @throws IllegalArgumentException when it is no schedule; the message says why
   */
  public static Optional<CronSchedule> parse(String text) {
    if (text.equals("@on-demand") || text.equals("@once")) {
      return Optional.empty();
    }
    if (text.startsWith("@")) {
      throw new IllegalArgumentException(
          "`" + text + "` is not known. Write @on-demand, or five fields such as `0 * * * *`");
    }
    return Optional.of(new CronSchedule(ExecutionTime.forCron(PARSER.parse(text))));
  }

  /** The first time after that one; empty where none comes any more. */
  public Optional<Instant> after(Instant time) {
    return times.nextExecution(time.atZone(ZoneOffset.UTC)).map(next -> next.toInstant());
  }
}
