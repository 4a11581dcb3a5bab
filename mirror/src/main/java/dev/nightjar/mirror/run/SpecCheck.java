package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.connection.TableValidation;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.row.SchemaReading;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at a specification: can this table be mirrored by this file? */
public final class SpecCheck {
  /** The reason code of what is wrong with the file. */
  public static final String SCHEMA_INVALID = "schema_invalid";

  /** The reason code where AWS could not be asked. */
  public static final String AWS_UNAVAILABLE = "aws_unavailable";

  private final Connector connector;
  private final TableLimits limits;

  /** A check that refuses tables above these limits. */
  public SpecCheck(Connector connector, TableLimits limits) {
    this.connector = connector;
    this.limits = limits;
  }

  /**
   * What a specification comes to.
   *
   * @param table the DynamoDB table
   * @param schema the file's schema with its keys
   * @param warnings what the file's author may want to know
   */
  public record Sound(TableDescription table, MirroredSchema schema, List<Problem> warnings) {}

  /**
   * Looks at the table and at the file.
   *
   * @throws MirrorRefusedException with all that is wrong
   */
  public Sound check(MirrorSpec spec) {
    List<MirrorProblem> problems = new ArrayList<>();
    Inspected inspected = inspect(spec, problems);
    Optional<TableDescription> table = inspected.usable();
    Optional<SchemaReading.Compiled> schema =
        inspected
            .seen()
            .map(TableDescription::keys)
            .or(() -> MirroredSchema.statedKeys(spec.datasource()))
            .flatMap(keys -> compile(spec.datasource(), keys, problems));
    if (!problems.isEmpty()) {
      throw new MirrorRefusedException(problems);
    }
    SchemaReading.Compiled compiled = schema.orElseThrow();
    return new Sound(table.orElseThrow(), compiled.schema(), compiled.warnings());
  }

  /**
   * The schema for the table's definition alone: AWS is asked only where the file does not state
   * its sorting key.
   *
   * @throws MirrorRefusedException with all that is wrong
   */
  public MirroredSchema schema(MirrorSpec spec) {
    List<MirrorProblem> problems = new ArrayList<>();
    Optional<List<KeyAttribute>> keys =
        MirroredSchema.statedKeys(spec.datasource())
            .or(() -> inspect(spec, problems).seen().map(TableDescription::keys));
    if (keys.isEmpty()) {
      throw new MirrorRefusedException(problems);
    }
    // What keeps a table that can be seen from being mirrored is no matter of its definition.
    List<MirrorProblem> ofFile = new ArrayList<>();
    return compile(spec.datasource(), keys.get(), ofFile)
        .map(SchemaReading.Compiled::schema)
        .orElseThrow(() -> new MirrorRefusedException(ofFile));
  }

  /**
   * The keys of a specification's table.
   *
   * @throws MirrorRefusedException if there is no such table
   */
  public static List<KeyAttribute> keys(MirrorSpec spec, TableConnection connection) {
    return connection
        .tables()
        .describe(spec.tableArn())
        .map(TableDescription::keys)
        .orElseThrow(() ->
            new MirrorRefusedException(
                List.of(
                    new MirrorProblem(
                        SCHEMA_INVALID,
                        Optional.empty(),
                        "There is no table " + spec.tableArn() + ".",
                        "Check the ARN and its region."))));
  }

  /** The table if it can be mirrored, and if it can be seen. */
  private record Inspected(Optional<TableDescription> usable, Optional<TableDescription> seen) {
    static final Inspected UNSEEN = new Inspected(Optional.empty(), Optional.empty());
  }

  private Inspected inspect(MirrorSpec spec, List<MirrorProblem> problems) {
    List<TableProblem> request =
        TableChecks.ofRequest(spec.tableArn(), spec.role().region(), spec.role().roleArn());
    if (!request.isEmpty()) {
      request.forEach(problem -> problems.add(of(problem)));
      return Inspected.UNSEEN;
    }
    try (TableConnection connection = connector.connect(spec.role())) {
      return switch (TableValidation.of(connection, spec.tableArn(), limits)) {
        case TableInspection.Usable(TableDescription table) ->
            new Inspected(Optional.of(table), Optional.of(table));
        case TableInspection.Unusable(List<TableProblem> found, var table) -> {
          found.forEach(problem -> problems.add(of(problem)));
          yield new Inspected(Optional.empty(), table);
        }
      };
    } catch (AwsException e) {
      problems.add(
          new MirrorProblem(
              AWS_UNAVAILABLE,
              Optional.empty(),
              "AWS could not be asked about " + spec.tableArn() + ": " + e.getMessage(),
              "Try again."));
      return Inspected.UNSEEN;
    }
  }

  private static Optional<SchemaReading.Compiled> compile(
      DatasourceFile file, List<KeyAttribute> keys, List<MirrorProblem> problems) {
    return switch (MirroredSchema.of(file, keys)) {
      case SchemaReading.Compiled compiled -> Optional.of(compiled);
      case SchemaReading.Refused(List<Problem> refused) -> {
        for (Problem problem : refused) {
          problems.add(
              new MirrorProblem(
                  SCHEMA_INVALID, Optional.of(problem.position()), problem.message(), ""));
        }
        yield Optional.empty();
      }
    };
  }

  private static MirrorProblem of(TableProblem problem) {
    return new MirrorProblem(
        problem.reason().code(), Optional.empty(), problem.message(), problem.hint());
  }
}
