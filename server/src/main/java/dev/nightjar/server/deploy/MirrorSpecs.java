package dev.nightjar.server.deploy;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.DynamoDbConnection;
import dev.nightjar.project.DynamoDbImport;
import dev.nightjar.project.ExportBucket;
import dev.nightjar.project.Position;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.TableArn;
import dev.nightjar.project.Value;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Turns a mirrored data source and its connection into what a mirror is told, with the workspace's
 * secrets.
 */
public final class MirrorSpecs {
  private final Workspace workspace;
  private final Project project;
  private final Secrets secrets;
  private final ExternalIds externalIds;

  public MirrorSpecs(
      Workspace workspace, Project project, Secrets secrets, ExternalIds externalIds) {
    this.workspace = workspace;
    this.project = project;
    this.secrets = secrets;
    this.externalIds = externalIds;
  }

  /**
   * A specification, or why there is none.
   *
   * @param spec there unless something is missing or wrong
   * @param missing what a mirror needs and tables alone do not: the secrets that are not set
   * @param wrong what is wrong whether a mirror is to start or not
   */
  public record Result(Optional<MirrorSpec> spec, List<Problem> missing, List<Problem> wrong) {
    static Result missing(List<Problem> problems) {
      return new Result(Optional.empty(), problems, List.of());
    }

    static Result wrong(List<Problem> problems) {
      return new Result(Optional.empty(), List.of(), problems);
    }
  }

  /**
   * What a mirror is told.
   *
   * @param id the mirror's id
   * @param file a data source that mirrors a table
   */
  public Result of(String id, DatasourceFile file) {
    DynamoDbImport source = file.dynamoDb().orElseThrow();
    List<Problem> problems = new ArrayList<>();
    ConnectionFile connection = project.connections().get(source.connectionName());
    if (connection == null) {
      // the parser has said so already
      return Result.wrong(List.of());
    }
    Optional<DynamoDbConnection> dynamoDb = connection.dynamoDb();
    if (dynamoDb.isEmpty()) {
      Position where = file.positions().of("IMPORT_CONNECTION_NAME");
      problems.add(
          Problem.error(
              where,
              "The connection `"
                  + connection.name()
                  + "` states no DYNAMODB_ARN and no DYNAMODB_REGION. Add both to "
                  + connection.source().path()
                  + "."));
      return Result.missing(problems);
    }
    Optional<String> role =
        resolve(dynamoDb.get().roleArn(), connection.positions().of("DYNAMODB_ARN"), problems);
    Optional<String> region =
        resolve(dynamoDb.get().region(), connection.positions().of("DYNAMODB_REGION"), problems);
    Optional<String> table =
        resolve(source.tableArn(), file.positions().of("IMPORT_TABLE_ARN"), problems);
    Optional<String> bucket =
        resolve(source.exportBucket(), file.positions().of("IMPORT_EXPORT_BUCKET"), problems);
    if (role.isEmpty() || region.isEmpty() || table.isEmpty() || bucket.isEmpty()) {
      return Result.missing(problems);
    }
    Resolved resolved = new Resolved(role.get(), region.get(), table.get(), bucket.get());
    if (!resolved.readable()) {
      // what stands in the files themselves, the parser has refused with its place
      return Result.wrong(ofSecrets(file, connection, resolved));
    }
    TableArn arn = TableArn.parse(resolved.table()).accepted().orElseThrow();
    if (!arn.region().equals(resolved.region())) {
      TableProblem problem = TableChecks.otherRegion(arn.region(), resolved.region());
      return Result.wrong(
          List.of(
              Problem.error(
                  file.positions().of("IMPORT_TABLE_ARN"),
                  problem + " [" + problem.reason().code() + "]")));
    }
    return new Result(Optional.of(spec(id, file, resolved)), List.of(), List.of());
  }

  /** The values of the directives, with their secrets looked up. */
  private record Resolved(String role, String region, String table, String bucket) {
    Resolved {
      // tb keeps the quotes of its .env.local around the value
      role = new RoleTarget(role, region, List.of()).roleArn();
    }

    boolean roleIsOne() {
      return TableChecks.isRoleArn(role);
    }

    boolean regionIsOne() {
      return region.matches("[a-z0-9]+(-[a-z0-9]+)*");
    }

    boolean tableIsOne() {
      return TableArn.parse(table).accepted().isPresent();
    }

    boolean bucketIsOne() {
      return ExportBucket.parse(bucket).accepted().isPresent();
    }

    boolean readable() {
      return roleIsOne() && regionIsOne() && tableIsOne() && bucketIsOne();
    }
  }

  private static List<Problem> ofSecrets(
      DatasourceFile file, ConnectionFile connection, Resolved resolved) {
    DynamoDbImport source = file.dynamoDb().orElseThrow();
    DynamoDbConnection access = connection.dynamoDb().orElseThrow();
    List<Problem> problems = new ArrayList<>();
    if (!resolved.roleIsOne()) {
      notHeld(
              access.roleArn(),
              connection.positions().of("DYNAMODB_ARN"),
              "the ARN of a role, such as arn:aws:iam::<account>:role/<name>")
          .ifPresent(problems::add);
    }
    if (!resolved.regionIsOne()) {
      notHeld(
              access.region(),
              connection.positions().of("DYNAMODB_REGION"),
              "an AWS region, such as us-east-1")
          .ifPresent(problems::add);
    }
    if (!resolved.tableIsOne()) {
      notHeld(
              source.tableArn(),
              file.positions().of("IMPORT_TABLE_ARN"),
              "the ARN of a DynamoDB table, such as arn:aws:dynamodb:<region>:<account>:table/<name>")
          .ifPresent(problems::add);
    }
    if (!resolved.bucketIsOne()) {
      notHeld(
              source.exportBucket(),
              file.positions().of("IMPORT_EXPORT_BUCKET"),
              "the name of an S3 bucket alone, such as my-exports")
          .ifPresent(problems::add);
    }
    return problems;
  }

  /** A secret's value is not shown, whatever somebody has put there by mistake. */
  private static Optional<Problem> notHeld(Value value, Position where, String what) {
    return value instanceof Value.SecretReference(String name, var _)
        ? Optional.of(
            Problem.error(
                where, "The secret `" + name + "` does not hold " + what + ". Set it again."))
        : Optional.empty();
  }

  private MirrorSpec spec(String id, DatasourceFile file, Resolved resolved) {
    List<String> ids =
        externalIds.ofConnection(workspace, file.dynamoDb().orElseThrow().connectionName());
    return new MirrorSpec(
        id,
        workspace.fullName(),
        file,
        new TableName(workspace.database(), file.name()),
        resolved.table(),
        ExportBucket.parse(resolved.bucket()).accepted().orElseThrow().name(),
        new RoleTarget(resolved.role(), resolved.region(), ids));
  }

  private Optional<String> resolve(Value value, Position where, List<Problem> problems) {
    Optional<String> resolved = value.resolve(name -> secrets.value(workspace.id(), name));
    if (resolved.isEmpty() && value instanceof Value.SecretReference(String name, var _)) {
      problems.add(
          Problem.error(
              where,
              "The secret `"
                  + name
                  + "` is not set. Set it with: nightjar secret set "
                  + name
                  + " \"…\""));
    }
    return resolved;
  }
}
