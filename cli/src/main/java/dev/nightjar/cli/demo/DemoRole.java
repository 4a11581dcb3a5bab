package dev.nightjar.cli.demo;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.proving.flights.AwsClients;

/**
 * The IAM role that a server assumes, made as its user makes it: from the server's own policies.
 */
public final class DemoRole {

  private static final String NAME = "nightjar-flights";

  private DemoRole() {}

  /**
   * Asks the server for access policy and trust policy, and makes a role of them.
   *
   * @param bucket where exports go
   * @return the role's ARN, for the secret {@link DemoProject#SECRET}
   */
  public static String create(ServerClient server, AwsClients aws, String bucket) {
    String policies = "/v0/integrations/dynamodb/policies/";
    String trust = policies + "trust-policy?external_id_seed=" + DemoProject.CONNECTION;
    String access =
        policies
            + "read-access-policy?bucket="
            + ServerClient.encode(bucket)
            + "&table_name="
            + DemoProject.TABLE;
    return aws.createRole(
        NAME, server.ask(trust).required().body(), server.ask(access).required().body());
  }
}
