package dev.nightjar.dynamodb.table;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The parts of a table's ARN.
 *
 * @param region where the table is
 * @param account whose it is
 * @param name its name
 */
public record TableArn(String region, String account, String name) {
  private static final Pattern FORM =
      Pattern.compile("arn:aws:dynamodb:([a-z0-9-]+):([0-9]+):table/([A-Za-z0-9_.-]+)");

  /**
   * Reads {@code arn:aws:dynamodb:<region>:<account>:table/<name>}; empty if the text is something
   * else.
   */
  public static Optional<TableArn> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(new TableArn(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }
}
