package dev.nightjar.server.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.server.ServerOptions;
import dev.nightjar.server.secret.ServerKey;
import dev.nightjar.server.testing.Client;
import dev.nightjar.server.testing.Client.Response;
import dev.nightjar.server.testing.DynamoTables;
import dev.nightjar.server.testing.Files;
import dev.nightjar.server.testing.RunningServer;
import dev.nightjar.server.workspace.Workspace;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One role for several workspaces, and one external id for several servers. */
class ExternalIdsTest {
  private static final ServerKey KEY = ServerKey.parse("0f".repeat(32)).orElseThrow();

  @RegisterExtension
  static final RunningServer SERVER =
      new RunningServer(options ->
          options.withExternalIds(
              new ExternalIdSettings(new ExternalIdSource.EachWorkspace(), Optional.of(KEY))));

  private static final String POLICIES = "/v0/integrations/dynamodb/policies/";

  private static DynamoTables tables;

  private final Client main = SERVER.client();

  @BeforeAll
  static void twoTables() {
    tables = new DynamoTables(SERVER.aws()).table("orders").table("popular");
  }

  @AfterAll
  static void close() {
    tables.close();
  }

  private static Workspace workspace(String id, String name, Optional<String> parent) {
    return new Workspace(id, name, "w_" + id, false, Instant.EPOCH, parent, name);
  }

  private Client made(String name) {
    Client user = main.withToken(SERVER.server().tokens().userToken());
    Response made = user.form("POST", "/v1/workspaces", Map.of("name", name));
    return main.withToken(made.json().path("token").asString());
  }

  private static String externalId(Client workspace, String query) {
    return workspace
        .get(POLICIES + "trust-policy" + query)
        .json()
        .path("Statement")
        .path(0)
        .path("Condition")
        .path("StringEquals")
        .path("sts:ExternalId")
        .asString();
  }

  private static Response validate(Client workspace) {
    return workspace.post(
        "/v1/integrations/dynamodb/validate",
        """
        {"table_arn": "%s", "region": "us-east-1", "role_arn": "%s", "external_id_seed": "aws"}
        """
            .formatted(DynamoTables.arn("orders"), DynamoTables.role("shared")));
  }

  /** As the classic client makes a connection. */
  private static Response connect(Client workspace) {
    return workspace.post(
        "/v0/connectors?service=dynamodb&name=aws&dynamodb_iamrole_region=us-east-1&dynamodb_iamrole_arn="
            + Client.encode(DynamoTables.role("shared")));
  }

  @Test
  void oneRoleServesTheWorkspacesThatItsTrustPolicyLists() {
    Client first = made("first");
    Client second = made("second");
    Client third = made("third");
    String ofFirst = externalId(first, "?external_id_seed=aws");
    // the second one's people have the classic client, which asks without a seed
    String ofSecond = externalId(second, "");
    String trust = first.get(POLICIES + "trust-policy?external_id_seed=aws").body();
    tables.role(
        "shared",
        trust.replace("\"" + ofFirst + "\"", "[\"" + ofFirst + "\", \"" + ofSecond + "\"]"),
        main.get(POLICIES + "read-access-policy?table_name=*&bucket=*").body());

    assertThat(validate(first).status()).isEqualTo(200);
    assertThat(validate(second).status()).isEqualTo(200);
    Response refused = connect(third);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.error())
        .contains(
            "include the following external ID: " + externalId(third, "?external_id_seed=aws"),
            "(or " + externalId(third, "") + ")",
            "arn:aws:iam::123456789012:root")
        .doesNotContain(ofFirst, ofSecond);
    assertThat(validate(third).error()).contains(refused.error());

    Response connected = connect(second);
    assertThat(connected.status()).as(connected.body()).isEqualTo(200);
  }

  private static Response deploy(Client workspace) {
    workspace.form(
        "POST",
        "/v0/variables",
        Map.of("name", "dynamodb_role_arn_aws", "value", DynamoTables.role("for_some")));
    return workspace.upload(
        "/v1/deploy?auto_promote=true",
        Map.of(
            "aws.connection", Files.connection(), "orders.datasource", Files.mirrored("popular")));
  }

  @Test
  void whoMirrorsATableIsNotToldToOtherPeople() {
    Client alpha = made("alpha");
    Client beta = made("beta");
    Client tenant = made("tenant");
    Client stranger = made("stranger");
    String trust = alpha.get(POLICIES + "trust-policy?external_id_seed=aws").body();
    String some =
        List.of(alpha, beta, tenant).stream()
            .map(one -> "\"" + externalId(one, "?external_id_seed=aws") + "\"")
            .collect(Collectors.joining(", ", "[", "]"));
    tables.role(
        "for_some",
        trust.replace("\"" + externalId(alpha, "?external_id_seed=aws") + "\"", some),
        main.get(POLICIES + "read-access-policy?table_name=*&bucket=*").body());
    assertThat(deploy(alpha).json().path("result").asString()).isEqualTo("success");
    assertThat(deploy(beta).body())
        .contains("The table is mirrored by a data source of another workspace too.")
        .doesNotContain("alpha");

    Response refused = deploy(tenant);
    assertThat(refused.json().path("result").asString()).isEqualTo("failed");
    assertThat(refused.body())
        .contains(
            "The table is mirrored by 2 data sources of other workspaces already",
            "with a third all of them would be throttled",
            "--mirrors-per-table",
            "[table_mirrored_twice]")
        .doesNotContain("alpha", "beta");
    assertThat(deploy(stranger).body())
        .as("who cannot read the table learns nothing of it")
        .contains("external ID")
        .doesNotContain("is mirrored by");
    assertThat(tables.exports("popular")).isEqualTo(2);
  }

  @Test
  void aBranchHasThoseOfItsWorkspace() {
    Workspace parent = workspace("p", "parent", Optional.empty());
    ExternalIds ids =
        new ExternalIds(
            KEY, Optional.empty(), id -> Optional.of(parent).filter(p -> p.id().equals(id)));

    assertThat(ids.of(workspace("b", "branch", Optional.of("p")), "aws"))
        .isEqualTo(ids.of(parent, "aws"))
        .isNotEqualTo(ids.of(workspace("o", "branch", Optional.empty()), "aws"));
  }

  /** What "Both" of {@code tb} needs: it drops the cloud's policy when the ids differ. */
  @Test
  void localAndCloudWithTheSameKeyAndNameHaveTheSameId() {
    Workspace cloud = workspace("c", "sales", Optional.empty());
    ExternalIds onCloud = new ExternalIds(KEY, Optional.empty(), id -> Optional.empty());
    ExternalIds onLocal = new ExternalIds(KEY, Optional.of("sales"), id -> Optional.empty());
    ServerKey other = ServerKey.parse("aa".repeat(32)).orElseThrow();

    List<String> expected = onCloud.ofConnection(cloud, "aws");
    assertThat(onLocal.ofConnection(workspace("l", "git_branch", Optional.empty()), "aws"))
        .isEqualTo(expected)
        .doesNotHaveDuplicates();
    assertThat(
            new ExternalIds(other, Optional.empty(), id -> Optional.empty())
                .ofConnection(cloud, "aws"))
        .doesNotContainAnyElementsOf(expected);
  }

  @ParameterizedTest
  @CsvSource({
    ",true",
    "localhost,true",
    "127.0.0.1,true",
    "::1,true",
    "0.0.0.0,false",
    "10.0.0.7,false"
  })
  void onlyAServerOfThisMachineSharesThemAmongItsWorkspaces(String host, boolean shared) {
    ServerOptions usual = ServerOptions.in(Path.of("unused"));

    assertThat(usual.externalIds().source()).isInstanceOf(ExternalIdSource.ByAddress.class);
    assertThat(new ExternalIdSource.ByAddress().of(Optional.ofNullable(host), "main"))
        .isEqualTo(
            shared
                ? new ExternalIdSource.OneWorkspace("main")
                : new ExternalIdSource.EachWorkspace());
    assertThatThrownBy(() -> new ExternalIdSource.OneWorkspace("each one"))
        .hasMessageContaining("'each one' is no name of a workspace");
  }
}
