package dev.nightjar.cli.connect;

import dev.nightjar.project.ExportBucket;
import dev.nightjar.project.Reading;
import dev.nightjar.project.TableArn;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Whether an answer can be what it should be, and what is wrong with it otherwise. */
public final class AnswerChecks {

  /** Any table, any bucket: in a policy only. */
  public static final String ANY = "*";

  private static final Pattern ROLE =
      Pattern.compile("arn:aws(?:-[a-z0-9]+)*:iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern OTHER_ARN =
      Pattern.compile("arn:aws(?:-[a-z0-9]+)*:(iam|sts)::\\d{12}:([a-z-]+)/([^/]+).*");

  private AnswerChecks() {}

  /** A connection's name, as the specification has it. */
  public static Reading<String> connectionName(String text) {
    if (text.matches("[a-zA-Z][a-zA-Z0-9_]{0,127}")) {
      return new Reading.Read<>(text);
    }
    return new Reading.Refused<>(
        text.matches("[a-zA-Z].{128,}")
            ? "A connection's name has at most 128 characters."
            : "A connection's name has only letters (a-z, A-Z), digits and underscores, and starts with a letter.");
  }

  /** A data source's name. */
  public static Reading<String> datasourceName(String text) {
    return text.matches("[a-zA-Z_][a-zA-Z0-9_]{0,127}")
        ? new Reading.Read<>(text)
        : new Reading.Refused<>(
            "A data source's name has only letters (a-z, A-Z), digits and underscores (at most 128), and no digit first.");
  }

  /** A table's name or ARN, or {@code *}; answers the name. */
  public static Reading<String> tableName(String text) {
    if (text.startsWith("arn:")) {
      return switch (TableArn.parse(text)) {
        case Reading.Read<TableArn>(TableArn arn) -> new Reading.Read<>(arn.table());
        case Reading.Refused<TableArn>(String problem) -> new Reading.Refused<>(problem);
      };
    }
    return text.equals(ANY) || text.matches("[A-Za-z0-9_.-]{3,255}")
        ? new Reading.Read<>(text)
        : new Reading.Refused<>(
            "`"
                + text
                + "` is no name of a DynamoDB table: 3 to 255 letters, digits, `_`, `-` and `.`. Or type `*` for any.");
  }

  /** A bucket's name, with or without {@code s3://}, or {@code *}; answers the bare name. */
  public static Reading<String> bucketOrAny(String text) {
    return text.equals(ANY) ? new Reading.Read<>(text) : bucket(text);
  }

  /** A bucket's name, with or without {@code s3://}; answers the bare name. */
  public static Reading<String> bucket(String text) {
    if (text.equals(ANY)) {
      return new Reading.Refused<>("Exports go to one bucket: give its name, not `*`.");
    }
    return switch (ExportBucket.parse(text)) {
      case Reading.Read<ExportBucket>(ExportBucket bucket) -> new Reading.Read<>(bucket.name());
      case Reading.Refused<ExportBucket>(String problem) -> new Reading.Refused<>(problem);
    };
  }

  /** A region's code. */
  public static Reading<String> region(String text) {
    return text.matches("[a-z]{2,}(-[a-z]+)+-\\d{1,2}")
        ? new Reading.Read<>(text)
        : new Reading.Refused<>(
            "`" + text + "` is no AWS region. Write its code, for example `us-east-1`.");
  }

  /** A role's ARN; quotes around it do not count. */
  public static Reading<String> roleArn(String text) {
    String bare = text.replaceAll("^['\"]+|['\"]+$", "").strip();
    if (ROLE.matcher(bare).matches()) {
      return new Reading.Read<>(bare);
    }
    Matcher other = OTHER_ARN.matcher(bare);
    String form = "It looks like `arn:aws:iam::123456789012:role/my-role`.";
    if (other.matches() && !other.group(2).equals("role")) {
      return new Reading.Refused<>(
          "`%s` is the ARN of a %s, not of a role. The role's page in the IAM console shows its ARN. %s"
              .formatted(bare, other.group(2).replace('-', ' '), form));
    }
    return new Reading.Refused<>("`%s` is not the ARN of a role. %s".formatted(bare, form));
  }

  /** The ARN of a table in that region. */
  public static Reading<String> tableArn(String text, String region) {
    return switch (TableArn.parse(text)) {
      case Reading.Read<TableArn>(TableArn arn) when arn.region().equals(region) ->
          new Reading.Read<>(text);
      case Reading.Read<TableArn>(TableArn arn) ->
          new Reading.Refused<>(
              "This table is in %s and the connection is for %s. The two must be the same."
                  .formatted(arn.region(), region));
      case Reading.Refused<TableArn>(String problem) -> new Reading.Refused<>(problem);
    };
  }

  /** The account of a role's ARN and its partition, for the ARN of a table beside it. */
  static Optional<String> tableArnBeside(String roleArn, String region, String table) {
    String[] parts = roleArn.split(":", 6);
    return table.equals(ANY)
        ? Optional.empty()
        : Optional.of(
            "arn:%s:dynamodb:%s:%s:table/%s".formatted(parts[1], region, parts[4], table));
  }
}
