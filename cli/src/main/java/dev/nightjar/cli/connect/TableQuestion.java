package dev.nightjar.cli.connect;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * May this table be mirrored with this role?
 *
 * @param tableArn the table
 * @param region the connection's region
 * @param role the role
 * @param connection the connection's name, which the external id is made from
 * @param enable whether the table's stream and PITR are switched on where they are off
 */
record TableQuestion(String tableArn, String region, Role role, String connection, boolean enable) {

  /** A role: its ARN, or the secret of the server that holds it. */
  sealed interface Role {

    /** The ARN itself. */
    record Arn(String text) implements Role {}

    /** The secret of that name. */
    record Secret(String name) implements Role {}
  }

  /** The same with another role. */
  TableQuestion withRole(Role other) {
    return new TableQuestion(tableArn, region, other, connection, enable);
  }

  /** The same with another table. */
  TableQuestion withTable(String other) {
    return new TableQuestion(other, region, role, connection, enable);
  }

  /** The same, switching on what is off. */
  TableQuestion enabling() {
    return new TableQuestion(tableArn, region, role, connection, true);
  }

  ObjectNode json() {
    ObjectNode json =
        JsonNodeFactory.instance
            .objectNode()
            .put("table_arn", tableArn)
            .put("region", region)
            .put("external_id_seed", connection);
    switch (role) {
      case Role.Arn(String text) -> json.put("role_arn", text);
      case Role.Secret(String name) -> json.put("role_arn_secret", name);
    }
    return enable ? json.put("enable", true) : json;
  }
}
