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
    return checked(input.requiredString("TableName"), input, "TableName");
  }

  /** The TableName of an operation on tables, whose refusals have words of their own. */
  static String ofTable(Input input) {
    String name =
        input
            .string("TableName")
            .orElseThrow(() ->
                AwsError.validation(
                    "The parameter 'TableName' is required but was not present in the request"));
    if (TableArn.parse(name).isEmpty() && (name.length() < LEAST || name.length() > MOST)) {
      throw AwsError.validation(
          "TableName must be at least "
              + LEAST
              + " characters long and at most "
              + MOST
              + " characters long");
    }
    return checked(name, input, "TableName");
  }

  /** A name or an ARN that is well-formed. */
  static String checked(String name, Input input, String member) {
    return TableArn.parse(name).isPresent() ? name : wellFormed(name, input, member);
  }

  /** A name of a table or an index that is well-formed. */
  static String wellFormed(String name, Input input, String member) {
    if (!SYNTAX.matcher(name).matches()) {
      throw input.refused(
          member, name, "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
    }
    if (name.length() < LEAST) {
      throw input.refused(
          member, name, "Member must have length greater than or equal to " + LEAST);
    }
    if (name.length() > MOST) {
      throw input.refused(member, name, "Member must have length less than or equal to " + MOST);
    }
    return name;
  }

  /** A name or ARN that is the key of a map of requests by table. */
  static String ofMap(String name, Input map) {
    boolean wellFormed =
        SYNTAX.matcher(name).matches() && name.length() >= LEAST && name.length() <= MOST;
    if (!wellFormed && TableArn.parse(name).isEmpty()) {
      throw Input.constraint(
          "RequestItems",
          map.json().toString(),
          "Map keys must satisfy constraint: [Member must have length less than or equal to "
              + MOST
              + ", Member must have length greater than or equal to "
              + LEAST
              + ", Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+]");
    }
    return name;
  }

  /** The request's table, to read and write items. */
  static Table usable(Input input, TableStore tables, Caller caller) {
    return tables.usable(of(input), caller);
  }

  /** The request's table, to describe or change it. */
  static Table existing(Input input, TableStore tables, Caller caller) {
    String name = ofTable(input);
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
