package dev.nightjar.awslocal.dynamodb;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A table's ARN in parts: {@code arn:aws:dynamodb:REGION:ACCOUNT:table/NAME}. */
public record TableArn(String region, String account, String name) {

  private static final Pattern SYNTAX =
      Pattern.compile("arn:aws:dynamodb:([a-z0-9-]+):([0-9]{12}):table/([a-zA-Z0-9_.-]+)");

  /** The parts of a text, if it is the ARN of a table. */
  public static Optional<TableArn> parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    return matcher.matches()
        ? Optional.of(new TableArn(matcher.group(1), matcher.group(2), matcher.group(3)))
        : Optional.empty();
  }

  /** The ARN. */
  @Override
  public String toString() {
    return "arn:aws:dynamodb:" + region + ":" + account + ":table/" + name;
  }
}
