package dev.nightjar.project;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a DynamoDB table.
 *
 * @param region where it is
 * @param account 12 digits
 */
public record TableArn(String region, String account, String table) {
  private static final String FORM = "arn:aws:dynamodb:<region>:<account>:table/<name>";
  private static final Pattern ARN =
      Pattern.compile("arn:aws:dynamodb:([a-z0-9-]+):(\\d{12}):table/([A-Za-z0-9_.-]{3,255})");
  private static final Pattern OTHER_PARTITION = Pattern.compile("arn:aws-[a-z0-9-]+:dynamodb:.*");
  private static final Pattern LONGER =
      Pattern.compile(
          "(arn:[^:]*:dynamodb:[^:]*:[^:]*:table/[^/]+)/(stream|export|index|backup)(/.*)?");

  /**
   * Reads the ARN of a table; that of a stream, an index, an export or a backup is refused with a
   * hint.
   */
  public static Reading<TableArn> parse(String text) {
    Matcher arn = ARN.matcher(text);
    if (arn.matches()) {
      return new Reading.Read<>(new TableArn(arn.group(1), arn.group(2), arn.group(3)));
    }
    if (OTHER_PARTITION.matcher(text).matches()) {
      return new Reading.Refused<>(
          "`%s` does not start with `arn:aws:dynamodb:`. Tables of the partitions for China and the US government are not supported."
              .formatted(text));
    }
    Matcher longer = LONGER.matcher(text);
    if (longer.matches()) {
      return new Reading.Refused<>(
          "`%s` is the ARN of a table's %s. Give the table's own: `%s`."
              .formatted(text, longer.group(2), longer.group(1)));
    }
    return new Reading.Refused<>(
        "`%s` is not the ARN of a DynamoDB table. It looks like `%s`, with an account of 12 digits and a name of 3 to 255 letters, digits, `_`, `-` and `.`."
            .formatted(text, FORM));
  }

  /** The ARN's text. */
  @Override
  public String toString() {
    return "arn:aws:dynamodb:%s:%s:table/%s".formatted(region, account, table);
  }
}
