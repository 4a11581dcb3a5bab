package dev.nightjar.server.deploy;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.AssumeRoleException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.mirror.ledger.StateDatabase;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.aws.TableAdmission;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.workspace.Workspace;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Connections that the API makes and deletes, beside those that a project's files bring. */
public final class Connections {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
  private static final Pattern ROLE_ARN =
      Pattern.compile("arn:aws:iam::[0-9]{12}:role/[\\w+=,.@/-]+");

  private final StateDatabase state;
  private final LiveSets liveSets;
  private final Connector connector;
  private final ExternalIds externalIds;
  private final WorkspaceLocks locks;
  private final Clock clock;

  Connections(
      StateDatabase state,
      LiveSets liveSets,
      Connector connector,
      ExternalIds externalIds,
      WorkspaceLocks locks,
      Clock clock) {
    this.state = state;
    this.liveSets = liveSets;
    this.connector = connector;
    this.externalIds = externalIds;
    this.locks = locks;
    this.clock = clock;
  }

  /**
   * Makes a connection to DynamoDB, after its role was assumed once.
   *
   * @throws HttpProblem 400 for a name, an ARN or a region that is none, and without credentials;
   *     403 when the role cannot be assumed, with what its trust policy must hold; 409 when there
   *     is a connection of that name
   */
  public LiveResource create(Workspace workspace, String name, String roleArn, String region) {
    check(name, roleArn, region);
    requireNew(workspace, name);
    tryRole(new RoleTarget(roleArn, region, externalIds.ofConnection(workspace, name)));
    return locks.alone(
        workspace,
        () -> {
          requireNew(workspace, name);
          Instant now = clock.instant();
          LiveResource made =
              new LiveResource(
                  FileKind.CONNECTION,
                  name,
                  UUID.randomUUID().toString(),
                  new SourceFile(
                      "connections/" + name + ".connection",
                      "TYPE dynamodb\nDYNAMODB_ARN "
                          + roleArn
                          + "\nDYNAMODB_REGION "
                          + region
                          + "\n"),
                  false,
                  now,
                  now);
          List<LiveResource> all = new ArrayList<>(liveSets.of(workspace).resources());
          all.add(made);
          store(workspace, all);
          return made;
        });
  }

  /**
   * Deletes a connection.
   *
   * @param nameOrId either
   * @throws HttpProblem 404 when there is none, 409 when data sources use it
   */
  public void delete(Workspace workspace, String nameOrId) {
    locks.alone(
        workspace,
        () -> {
          LiveSet live = liveSets.of(workspace);
          LiveResource connection = require(live, nameOrId);
          String users =
              live.project().datasources().values().stream()
                  .filter(file ->
                      file.dynamoDb()
                          .filter(source -> source.connectionName().equals(connection.name()))
                          .isPresent())
                  .map(file -> "`" + file.name() + "`")
                  .collect(Collectors.joining(", "));
          if (!users.isEmpty()) {
            throw HttpProblem.conflict(
                "The connection `"
                    + connection.name()
                    + "` is used by "
                    + users
                    + ". Delete what uses it first.");
          }
          store(
              workspace,
              live.resources().stream().filter(each -> !each.equals(connection)).toList());
          return workspace;
        });
  }

  /**
   * A live connection.
   *
   * @param nameOrId either
   * @throws HttpProblem 404 when there is none
   */
  public static LiveResource require(LiveSet live, String nameOrId) {
    return live.resources().stream()
        .filter(each -> each.kind() == FileKind.CONNECTION)
        .filter(each -> each.name().equals(nameOrId) || each.id().equals(nameOrId))
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("There is no connection '" + nameOrId + "'."));
  }

  private void store(Workspace workspace, List<LiveResource> resources) {
    state.transaction(db -> {
      liveSets.replace(db, workspace, resources);
      return workspace;
    });
    liveSets.forget(workspace);
  }

  private void requireNew(Workspace workspace, String name) {
    if (liveSets.of(workspace).find(FileKind.CONNECTION, name).isPresent()) {
      throw HttpProblem.conflict("There is a connection `" + name + "` already.");
    }
  }

  private static void check(String name, String roleArn, String region) {
    if (!NAME.matcher(name).matches()) {
      throw HttpProblem.badRequest(
          "`"
              + name
              + "` cannot name a connection: only letters, digits and underscores, and a letter first.");
    }
    if (!ROLE_ARN.matcher(roleArn).matches()) {
      throw HttpProblem.badRequest(
          "dynamodb_iamrole_arn is not the ARN of a role: `"
              + roleArn
              + "`. It looks like arn:aws:iam::<account>:role/<name>, with an account of 12 digits.");
    }
    if (!REGION.matcher(region).matches()) {
      throw HttpProblem.badRequest(
          "dynamodb_iamrole_region is not an AWS region: `"
              + region
              + "`. Give its code, for example us-east-1.");
    }
  }

  private void tryRole(RoleTarget role) {
    try (TableConnection connection = connector.connect(role)) {
      connection.assumeRole();
    } catch (AssumeRoleException refused) {
      throw HttpProblem.forbidden(refused.getMessage());
    } catch (AwsException failure) {
      throw TableAdmission.problem(failure);
    }
  }
}
