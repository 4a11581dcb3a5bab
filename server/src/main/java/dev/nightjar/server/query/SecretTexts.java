package dev.nightjar.server.query;

import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.clickhouse.Sql;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * Keeps secrets that are bound to a query out of what is told of it. ClickHouse puts bound values
 * into the query as literals, so that its messages quote them and columns are named after them.
 */
public final class SecretTexts {
  private static final String HIDDEN = "…";

  /** What is shorter is looked for as a literal only: it may be in any text by chance. */
  private static final int LONG_ENOUGH = 4;

  /** What ClickHouse quotes without quotation marks. */
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

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
    for (String secret : texts) {
      String literal = Sql.string(secret);
      boolean there =
          secret.length() >= LONG_ENOUGH
              ? told.contains(inner(literal)) || told.contains(secret)
              : told.contains(literal)
                  || (NUMBER.matcher(secret).matches() && asWord(secret).matcher(told).find());
      if (there) {
        return true;
      }
    }
    return false;
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
    Set<Long> pieces = new HashSet<>();
    for (int from = 0; from + LONG_ENOUGH <= told.length(); from++) {
      pieces.add(piece(told, from));
    }
    for (String secret : texts) {
      for (String form : List.of(secret, inner(Sql.string(secret)))) {
        for (int from = 0; from + LONG_ENOUGH <= form.length(); from++) {
          if (pieces.contains(piece(form, from))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /** As many characters as are long enough, as one number. */
  private static long piece(String text, int from) {
    long piece = 0;
    for (int i = 0; i < LONG_ENOUGH; i++) {
      piece = piece << Character.SIZE | text.charAt(from + i);
    }
    return piece;
  }

  private static String inner(String literal) {
    return literal.substring(1, literal.length() - 1);
  }

  private String without(String told) {
    String text = told;
    for (String secret : texts) {
      String literal = Sql.string(secret);
      text = text.replace(literal, "'" + HIDDEN + "'");
      if (secret.length() >= LONG_ENOUGH) {
        text = text.replace(inner(literal), HIDDEN).replace(secret, HIDDEN);
      } else if (NUMBER.matcher(secret).matches()) {
        text = asWord(secret).matcher(text).replaceAll(HIDDEN);
      }
    }
    return text;
  }

  private static Pattern asWord(String number) {
    return Pattern.compile("(?<![\\w.])" + Pattern.quote(number) + "(?![\\w.])");
  }
}
