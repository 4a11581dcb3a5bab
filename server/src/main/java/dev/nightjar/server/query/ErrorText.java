package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import java.util.Set;

/**
 * ClickHouse's message as people should read it: without the names of databases and other
 * internals.
 */
public final class ErrorText {
  private static final int LONGEST = 2_000;

  private ErrorText() {}

  /**
   * @param databases names of databases to leave out, which no user has ever seen
   */
  public static String of(ClickHouseException error, Set<String> databases) {
    String text =
        error
            .getMessage()
            .replaceFirst("^Code: \\d+\\. ", "")
            .replace("DB::Exception: ", "")
            .replaceAll("\\(version [^)]*\\)", "")
            .replaceAll("(?s): (While|while) (processing|executing) .*$", "")
            .replaceAll("(?s)[.:] (In scope|Expected one of:) .*$", "");
    for (String database : databases) {
      text = text.replace("`" + database + "`.", "").replace(database + ".", "");
    }
    text = text.strip();
    String name =
        error.name().isEmpty() || text.contains("(" + error.name() + ")")
            ? ""
            : " (" + error.name() + ")";
    return (text.length() > LONGEST ? text.substring(0, LONGEST) + "…" : text) + name;
  }
}
