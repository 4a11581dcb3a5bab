package dev.nightjar.awslocal.dynamodb.operation;

import dev.nightjar.awslocal.dynamodb.Table;
import dev.nightjar.awslocal.dynamodb.TableArn;
import dev.nightjar.awslocal.dynamodb.TableStore;
import dev.nightjar.awslocal.dynamodb.request.Input;
import dev.nightjar.awslocal.operation.AwsError;
import dev.nightjar.awslocal.operation.Caller;
import java.util.regex.Pattern;

/** The names of tables in requests: names or ARNs. */
final class TableNames {

  private static final int LEAST = 3;
  private static final int MOST = 255;
  private static final Pattern SYNTAX = Pattern.compile("[a-zA-Z0-9_.-]+");

  private TableNames() {}

  /** The request's TableName, which is a table's name or ARN. */
  static String of(Input input) {
    return checked(input.requiredString("TableName"), "TableName");
  }

  /** A name or an ARN that is well-formed. */
  static String checked(String name, String member) {
    if (TableArn.parse(name).isEmpty()) {
      if (!SYNTAX.matcher(name).matches()) {
        throw Input.constraint(
            member, name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
      }
      if (name.length() < LEAST) {
        throw Input.constraint(
            member, name, "Member must have length greater than or equal to " + LEAST);
      }
      if (name.length() > MOST) {
        throw Input.constraint(
            member, name, "Member must have length less than or equal to " + MOST);
      }
    }
    return name;
  }

  /** The request's table, to read and write items. */
  static Table usable(Input input, TableStore tables, Caller caller) {
    return tables.usable(of(input), caller);
  }

  /** The request's table, to describe or change it. */
  static Table existing(Input input, TableStore tables, Caller caller) {
    String name = of(input);
    return tables
        .find(name, caller)
        .orElseThrow(() ->
            AwsError.client(
                "ResourceNotFoundException",
                "Requested resource not found: Table: "
                    + TableStore.arn(name, caller).name()
                    + " not found"));
  }
}
