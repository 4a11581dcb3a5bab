package dev.nightjar.dynamodb.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Whether a table can be mirrored, as far as its description tells. The first sentence of each
 * message is the specification's.
 */
public final class TableChecks {
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws:iam::\\d{12}:role/[\\x21-\\x7e]+");

  private TableChecks() {}

  /** Whether a text is the ARN of an IAM role. */
  public static boolean isRoleArn(String text) {
    return ROLE_ARN.matcher(text).matches();
  }

  /** What is wrong with the question itself, before AWS is asked. */
  public static List<TableProblem> ofRequest(String tableArn, String region, String roleArn) {
    List<TableProblem> problems = new ArrayList<>();
    if (tableArn.isBlank() || region.isBlank()) {
      problems.add(
          new TableProblem(
              Reason.TABLE_ARN_AND_REGION_REQUIRED,
              "Both the DynamoDB table ARN and region are required.",
              "Set IMPORT_TABLE_ARN in the data source and DYNAMODB_REGION in its connection."));
    } else {
      Optional<TableArn> parts = TableArn.parse(tableArn);
      if (parts.isEmpty()) {
        problems.add(notFound(notATable(tableArn)));
      } else if (!parts.get().region().equals(region)) {
        problems.add(otherRegion(parts.get().region(), region));
      }
    }
    if (roleArn.isBlank()) {
      problems.add(
          new TableProblem(
              Reason.ROLE_ARN_REQUIRED,
              "A role ARN is required to validate the DynamoDB table.",
              "Set DYNAMODB_ARN in the connection."));
    } else if (!isRoleArn(roleArn)) {
      problems.add(
          new TableProblem(
              Reason.UNABLE_TO_ASSUME_ROLE,
              "'" + roleArn + "' is not the ARN of a role.",
              "It looks like arn:aws:iam::<account>:role/<name>, with an account of 12 digits."));
    }
    return problems;
  }

  /**
   * What is wrong with the table.
   *
   * @param found the table, or empty if AWS knows none by that ARN
   */
  public static TableInspection judge(
      Optional<TableDescription> found, String tableArn, String region, TableLimits limits) {
    if (found.isEmpty()) {
      return new TableInspection.Unusable(
          List.of(
              notFound(
                  "Check the table ARN ("
                      + tableArn
                      + ") and the connection's region ("
                      + region
                      + ").")),
          Optional.empty());
    }
    TableDescription table = found.get();
    List<TableProblem> problems = new ArrayList<>();
    if (!table.pointInTimeRecovery()) {
      problems.add(
          new TableProblem(
              Reason.PITR_DISABLED,
              "Point-in-Time Recovery (PITR) must be enabled.",
              "Enable PITR on table '" + table.name() + "' in the DynamoDB console."));
    }
    judgeStream(table, problems);
    judgeSize(table, limits, problems);
    return problems.isEmpty()
        ? new TableInspection.Usable(table)
        : new TableInspection.Unusable(problems, found);
  }

  private static void judgeStream(TableDescription table, List<TableProblem> problems) {
    Optional<TableStream> enabled = table.stream().filter(TableStream::enabled);
    if (enabled.isEmpty()) {
      problems.add(
          new TableProblem(
              Reason.STREAM_DISABLED,
              "DynamoDB Streams must be enabled.",
              "Enable streams on table '" + table.name() + "' with view type NEW_AND_OLD_IMAGES."));
    } else if (!enabled.get().viewType().hasNewImage()) {
      problems.add(
          new TableProblem(
              Reason.STREAM_VIEW_INVALID,
              "DynamoDB Streams must use NEW_IMAGE or NEW_AND_OLD_IMAGES.",
              "The stream of table '"
                  + table.name()
                  + "' uses "
                  + enabled.get().viewType()
                  + ": change the stream view type."));
    }
  }

  private static void judgeSize(
      TableDescription table, TableLimits limits, List<TableProblem> problems) {
    if (limits.sizeBytes().isPresent() && table.sizeBytes() > limits.sizeBytes().getAsLong()) {
      problems.add(
          new TableProblem(
              Reason.TABLE_TOO_LARGE,
              "The DynamoDB table exceeds the current size limit.",
              "Table '%s' is %d bytes, the limit of this server %d."
                  .formatted(table.name(), table.sizeBytes(), limits.sizeBytes().getAsLong())));
    }
    if (limits.writeCapacityUnits().isPresent()
        && table.writeCapacityUnits() > limits.writeCapacityUnits().getAsLong()) {
      problems.add(
          new TableProblem(
              Reason.TABLE_WCU_EXCEEDS_LIMIT,
              "The DynamoDB table exceeds the current write-capacity limit.",
              "Table '%s' writes %d WCU, the limit of this server is %d."
                  .formatted(
                      table.name(),
                      table.writeCapacityUnits(),
                      limits.writeCapacityUnits().getAsLong())));
    }
  }

  private static String notATable(String arn) {
    return arn.startsWith("arn:") && !arn.startsWith("arn:aws:dynamodb:")
        ? "'" + arn + "' does not start with arn:aws:dynamodb: as the ARN of a table must."
        : "'" + arn + "' is not a table ARN (arn:aws:dynamodb:<region>:<account>:table/<name>).";
  }

  /** The region of the table's ARN is not the connection's. */
  public static TableProblem otherRegion(String tableRegion, String connectionRegion) {
    return notFound(
        "Its ARN says region "
            + tableRegion
            + ", the connection says "
            + connectionRegion
            + ": DYNAMODB_REGION must match the region in IMPORT_TABLE_ARN.");
  }

  private static TableProblem notFound(String hint) {
    return new TableProblem(Reason.TABLE_NOT_FOUND, "The DynamoDB table was not found.", hint);
  }
}
