package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Keeps secrets that are bound to a query out of what is told of it. ClickHouse puts bound values
 * into the query as literals, so that its messages quote them and columns are named after them.
 */
public final class SecretTexts {
  private static final String HIDDEN = "…";

  /** What is shorter is looked for as a literal only: it may be in any text by chance. */
  private static final int LONG_ENOUGH = 4;

  private final Set<String> texts;

  private SecretTexts(Set<String> texts) {
    this.texts = texts;
  }

  /** The secrets that are bound to a query. */
  public static SecretTexts in(Map<String, Parameter> parameters) {
    Set<String> texts = new HashSet<>();
    parameters.values().forEach(parameter -> texts.addAll(parameter.secrets()));
    return new SecretTexts(texts);
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** Whether a text quotes one of them. */
  boolean areIn(String told) {
    return !without(told).equals(told);
  }

  /**
   * Does something with the query.
   *
   * @throws ClickHouseException in words that quote none of them
   */
  public <T> T around(Supplier<T> work) {
    try {
      return work.get();
    } catch (ClickHouseException e) {
      throw without(e);
    }
  }

  private ClickHouseException without(ClickHouseException error) {
    // others say that there is no answer, in words of our own
    if (texts.isEmpty() || error.code() == 0) {
      return error;
    }
    String told = without(error.getMessage());
    String words =
        CallerErrors.mayQuoteRows(error) || hasPart(told)
            ? "A function of the query cannot take one of the values that it was given ("
                + error.name()
                + "). ClickHouse's own message may quote a secret that the query uses, and is not shown"
            : told;
    return new ClickHouseException(error.code(), error.name(), words);
  }

  /** Whether a text quotes a piece of one of them, as a parser does that stops in the middle. */
  private boolean hasPart(String told) {
    for (String secret : texts) {
      String literal = Sql.string(secret);
      for (String form : List.of(secret, literal.substring(1, literal.length() - 1))) {
        for (int from = 0; from + LONG_ENOUGH <= form.length(); from++) {
          if (told.contains(form.substring(from, from + LONG_ENOUGH))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private String without(String told) {
    String text = told;
    for (String secret : texts) {
      String literal = Sql.string(secret);
      text = text.replace(literal, "'" + HIDDEN + "'");
      if (secret.length() >= LONG_ENOUGH) {
        text =
            text.replace(literal.substring(1, literal.length() - 1), HIDDEN)
                .replace(secret, HIDDEN);
      }
    }
    return text;
  }
}
