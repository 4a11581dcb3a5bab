package dev.nightjar.dynamodb.connection;

import dev.nightjar.dynamodb.table.TableArn;
import java.util.List;

/**
 * Which role to assume, where.
 *
 * @param roleArn the role of the table's owner
 * @param region the table's region
 * @param externalIds tried in turn; the first with which the role can be assumed is kept
 */
public record RoleTarget(String roleArn, String region, List<String> externalIds) {

  /** Copies the list; quotes around the ARN (as some clients send them) are taken off. */
  public RoleTarget {
    roleArn = unquoted(roleArn.strip());
    externalIds = List.copyOf(externalIds);
  }

  // AWS takes either; a name is understood by every emulator, an ARN reaches tables of another
  // account.
  String nameOrArn(String tableArn) {
    return TableArn.parse(tableArn)
        .filter(arn -> roleArn.contains(":" + arn.account() + ":"))
        .map(TableArn::name)
        .orElse(tableArn);
  }

  private static String unquoted(String text) {
    if (text.length() >= 2
        && text.charAt(0) == text.charAt(text.length() - 1)
        && (text.charAt(0) == '\'' || text.charAt(0) == '"')) {
      return text.substring(1, text.length() - 1).strip();
    }
    return text;
  }
}
