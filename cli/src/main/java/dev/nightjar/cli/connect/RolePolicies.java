package dev.nightjar.cli.connect;

import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.ServerClient;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The two IAM policies of the role that a server assumes, as the server gives them.
 *
 * @param access what the role may do
 * @param trust who may assume it: the account of the server's credentials, with the external id of
 *     the connection
 */
public record RolePolicies(JsonNode access, JsonNode trust) {

  private static final String ROUTES = "/v0/integrations/dynamodb/";

  /** Where a server tells the account that it assumes roles from. */
  static final String SETTINGS = ROUTES + "settings";

  /**
   * Asks the server.
   *
   * @param connection the connection's name, which the external id is made from
   * @param table the table's name, or {@code *}
   * @param bucket the bucket's name, or {@code *}
   * @throws dev.nightjar.cli.api.ServerException if the server has no AWS credentials
   */
  public static RolePolicies of(
      ServerClient server, String connection, String table, String bucket) {
    return new RolePolicies(
        server.get(
            ROUTES
                + "policies/read-access-policy?bucket="
                + ServerClient.encode(bucket)
                + "&table_name="
                + ServerClient.encode(table)),
        server.get(
            ROUTES + "policies/trust-policy?external_id_seed=" + ServerClient.encode(connection)));
  }

  /**
   * Asks several servers. The trust policy has a statement for each of them, as each has an account
   * and an external id of its own; servers that share both share the statement.
   *
   * @throws dev.nightjar.cli.api.ServerException if one has no AWS credentials
   */
  public static RolePolicies of(
      List<FoundServer> servers, String connection, String table, String bucket) {
    RolePolicies first = of(servers.getFirst().client(), connection, table, bucket);
    if (servers.size() == 1) {
      return first;
    }
    Set<JsonNode> statements = new LinkedHashSet<>();
    for (FoundServer server : servers) {
      of(server.client(), connection, table, bucket)
          .trust()
          .path("Statement")
          .forEach(statements::add);
    }
    ObjectNode trust = (ObjectNode) first.trust().deepCopy();
    ArrayNode all = trust.putArray("Statement");
    statements.forEach(all::add);
    return new RolePolicies(first.access(), trust);
  }

  /** Both as one document. */
  public ObjectNode json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("access_policy", access);
    json.set("trust_policy", trust);
    return json;
  }
}
