package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.OutcomeUnknownException;
import dev.nightjar.clickhouse.UnavailableException;
import java.util.Set;

/**
 * ClickHouse's message as people should read it: without the names of databases and other
 * internals.
 */
public final class ErrorText {
  private static final int LONGEST = 2_000;

  /** What is looked at of a message that quotes something long: what comes first, and last. */
  private static final int HEAD = 4 << 10;

  private static final int TAIL = 1 << 10;

  private ErrorText() {}

  /**
   * Lets pass what is an answer of ClickHouse's; throws what says that there is none.
   *
   * @throws UnavailableException when ClickHouse is away, or has too much to do
   * @throws OutcomeUnknownException when its answer was lost
   */
  public static void requireAnswer(ClickHouseException error) {
    switch (error) {
      case UnavailableException away -> throw away;
      case OutcomeUnknownException lost -> throw lost;
      default -> {
        // ClickHouse's own words
      }
    }
  }

  /**
   * @param databases names of databases to leave out, which no user has ever seen
   */
  public static String of(ClickHouseException error, Set<String> databases) {
    String text = message(error, databases);
    return error.name().isEmpty() || text.contains("(" + error.name() + ")")
        ? text
        : text + " (" + error.name() + ")";
  }

  /** The same without the error's name at its end. */
  public static String message(ClickHouseException error, Set<String> databases) {
    String text =
        withoutMiddle(error.getMessage())
            .replaceFirst("^Code: \\d+\\. ", "")
            .replace("DB::Exception: ", "")
            .replaceAll("\\(version [^)]*+\\)", "")
            .replaceAll("(?s): (While|while) (processing|executing) .*$", "")
            .replaceAll("(?s)[.:] (In scope|Expected one of:) .*$", "")
            // the whole query, with what was put before it
            .replaceAll("(?s) in scope .*(\\. Maybe you meant: \\[.*)$", "$1")
            .replaceAll("(?s) in scope .*(: Note: [^:]*)$", "$1")
            .replaceAll("(?s) in scope .*$", "")
            .replaceAll("(?s) while processing: '.*$", "")
            .replaceAll("(?s)[.:] In query .*$", "")
            // the analyzer's names of tables
            .replaceAll("\\b__table\\d+\\.", "")
            // nothing stands at the end of a query
            .replaceAll("\\(end of query\\): *$", "(end of query)")
            // where the server keeps things
            .replaceAll("(?<![\\w/'])/(?:[\\w.-]++/)++[\\w.-]*+", "…");
    for (String database : databases) {
      text = text.replace("`" + database + "`.", "").replace(database + ".", "");
    }
    text = text.strip();
    return text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text;
  }

  private static String withoutMiddle(String message) {
    return message.length() <= HEAD + TAIL
        ? message
        : message.substring(0, HEAD) + "…" + message.substring(message.length() - TAIL);
  }
}
