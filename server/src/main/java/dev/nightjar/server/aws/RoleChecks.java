package dev.nightjar.server.aws;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.failure.AccessDeniedException;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.dynamodb.failure.RejectedException;
import dev.nightjar.dynamodb.failure.ThrottledException;
import dev.nightjar.dynamodb.scan.ScanRequest;
import dev.nightjar.dynamodb.stream.IteratorPosition;
import dev.nightjar.dynamodb.stream.Shard;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.dynamodb.table.TableStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Tries all that a mirror needs of AWS, one after the other, with calls that change nothing: the
 * role, the table with its stream and its recovery, every action of the access policy, the bucket.
 */
public final class RoleChecks {
  private static final String ROLE = "role";
  private static final String TABLE = "table";
  private static final String STREAM = "stream";
  private static final String PITR = "point-in-time recovery";
  private static final String BUCKET = "bucket";
  private static final String PROBE = "nightjar-right-probe";
  private static final String UPDATE_TABLE = "dynamodb:UpdateTable";
  private static final String UPDATE_BACKUPS = "dynamodb:UpdateContinuousBackups";
  private static final String ALLOWED = "allowed";

  private final Connector connector;
  private final TableLimits limits;

  /**
   * Checks of roles.
   *
   * @param connector gets to AWS
   * @param limits how much of it at a time
   */
  public RoleChecks(Connector connector, TableLimits limits) {
    this.connector = connector;
    this.limits = limits;
  }

  /**
   * Tries.
   *
   * @param tableArn the table; without one only the role is tried
   * @param bucket the bucket of exports; without one what needs it is left out
   */
  public List<RoleCheck> of(RoleTarget target, Optional<String> tableArn, Optional<String> bucket) {
    List<TableProblem> wrong =
        tableArn
            .map(arn -> TableChecks.ofRequest(arn, target.region(), target.roleArn()))
            .orElse(List.of());
    if (!wrong.isEmpty()) {
      return wrong.stream().map(problem -> RoleCheck.failed(TABLE, problem.toString())).toList();
    }
    try (TableConnection connection = connector.connect(target)) {
      return new Run(connection, target.roleArn()).of(tableArn, bucket);
    } catch (AwsException e) {
      return List.of(RoleCheck.failed(ROLE, e.getMessage()));
    }
  }

  /** One round. */
  private final class Run {
    private final TableConnection connection;
    private final String roleArn;
    private final List<RoleCheck> checks = new ArrayList<>();

    Run(TableConnection connection, String roleArn) {
      this.connection = connection;
      this.roleArn = roleArn;
    }

    List<RoleCheck> of(Optional<String> tableArn, Optional<String> bucket) {
      if (!allowed(ROLE, connection::assumeRole, roleArn + " can be assumed")) {
        return checks;
      }
      tableArn.ifPresent(arn -> {
        ofTable(arn);
        bucket.ifPresent(name ->
            allowed(
                "dynamodb:ExportTableToPointInTime",
                () -> connection.rights().exportTable(arn, name)));
        allowed("dynamodb:DescribeExport", () -> describeNoExport(arn));
      });
      bucket.ifPresent(this::ofBucket);
      return checks;
    }

    private void ofTable(String tableArn) {
      Optional<TableDescription> found;
      try {
        found = connection.tables().describe(tableArn);
      } catch (AwsException e) {
        addRefused(action(e, "dynamodb:DescribeTable"), e);
        return;
      }
      TableInspection judged =
          TableChecks.judge(found, tableArn, tableArn.split(":", 6)[3], limits);
      if (found.isEmpty()) {
        ((TableInspection.Unusable) judged)
            .problems()
            .forEach(problem -> checks.add(RoleCheck.failed(TABLE, problem.toString())));
        return;
      }
      TableDescription table = found.get();
      checks.add(RoleCheck.ok("dynamodb:DescribeTable", ALLOWED));
      checks.add(RoleCheck.ok("dynamodb:DescribeContinuousBackups", ALLOWED));
      ofState(table, judged);
      allowed(
          "dynamodb:Scan",
          () -> connection.scans().page(new ScanRequest(tableArn, 0, 1, Optional.empty(), 1)));
      ofStream(table);
      ofSwitches(table);
    }

    private void ofState(TableDescription table, TableInspection judged) {
      List<TableProblem> problems =
          judged instanceof TableInspection.Unusable(var all, var _) ? all : List.of();
      for (String name : List.of(TABLE, PITR, STREAM)) {
        List<TableProblem> own =
            problems.stream().filter(each -> name.equals(about(each))).toList();
        own.forEach(problem -> checks.add(RoleCheck.failed(name, problem.toString())));
        if (own.isEmpty()) {
          checks.add(RoleCheck.ok(name, stateOf(name, table)));
        }
      }
    }

    private static String about(TableProblem problem) {
      return switch (problem.reason()) {
        case PITR_DISABLED -> PITR;
        case STREAM_DISABLED, STREAM_VIEW_INVALID -> STREAM;
        default -> TABLE;
      };
    }

    private static String stateOf(String name, TableDescription table) {
      return switch (name) {
        case PITR -> "on";
        case STREAM -> "on, " + table.requireStream().viewType();
        default -> table.arn() + ", " + table.status();
      };
    }

    private void ofStream(TableDescription table) {
      Optional<TableStream> stream = table.stream().filter(TableStream::enabled);
      if (stream.isEmpty()) {
        for (String action : List.of("DescribeStream", "GetShardIterator", "GetRecords")) {
          checks.add(
              RoleCheck.skipped("dynamodb:" + action, "the table has no stream to try it on"));
        }
        return;
      }
      String arn = stream.get().arn();
      List<Shard> shards = new ArrayList<>();
      if (!allowed(
          "dynamodb:DescribeStream",
          () -> shards.addAll(connection.streams().describePage(arn, Optional.empty()).shards()))) {
        return;
      }
      if (shards.isEmpty()) {
        checks.add(
            RoleCheck.skipped("dynamodb:GetRecords", "the stream has no shard to try it on"));
        return;
      }
      List<String> iterators = new ArrayList<>();
      if (allowed(
          "dynamodb:GetShardIterator",
          () ->
              iterators.add(
                  connection
                      .streams()
                      .shardIterator(arn, shards.getLast().id(), new IteratorPosition.Latest())))) {
        allowed("dynamodb:GetRecords", () -> connection.streams().records(iterators.getFirst()));
      }
    }

    /** What is on is switched on again, which AWS takes or refuses without a change. */
    private void ofSwitches(TableDescription table) {
      if (table.stream().filter(TableStream::enabled).isPresent()) {
        allowed(UPDATE_TABLE, () -> connection.switches().enableStream(table.arn()));
      } else {
        checks.add(RoleCheck.skipped(UPDATE_TABLE, "trying it would switch the stream on"));
      }
      if (table.pointInTimeRecovery()) {
        ofRecovery(table);
      } else {
        checks.add(
            RoleCheck.skipped(UPDATE_BACKUPS, "trying it would switch point-in-time recovery on"));
      }
    }

    /** With the period that it has: AWS takes a request without one for 35 days. */
    private void ofRecovery(TableDescription table) {
      AtomicBoolean asked = new AtomicBoolean(true);
      Runnable call = () -> asked.set(connection.switches().keepPointInTimeRecovery(table.arn()));
      if (allowed(UPDATE_BACKUPS, call) && !asked.get()) {
        checks.removeLast();
        checks.add(
            RoleCheck.skipped(
                UPDATE_BACKUPS,
                "AWS does not tell the recovery period, and trying it could change that"));
      }
    }

    private void describeNoExport(String tableArn) {
      connection.exports().describe(tableArn + "/export/01000000000000-00000000");
    }

    private void ofBucket(String bucket) {
      try {
        connection.objects().open(bucket, PROBE).close();
      } catch (NotFoundException absent) {
        if (absent.awsCode().equals("NoSuchBucket")) {
          String answered = absent.getMessage().replaceFirst("[^.]$", "$0.");
          checks.add(RoleCheck.failed(BUCKET, answered + " Make it, or name another."));
          return;
        }
      } catch (AwsException e) {
        addRefused("s3:GetObject, s3:ListBucket", e);
        return;
      } catch (IOException e) {
        checks.add(RoleCheck.failed("s3:GetObject, s3:ListBucket", String.valueOf(e.getMessage())));
        return;
      }
      checks.add(RoleCheck.ok(BUCKET, bucket));
      checks.add(RoleCheck.ok("s3:GetObject, s3:ListBucket", ALLOWED));
      allowed("s3:PutObject", () -> connection.rights().putObject(bucket, PROBE));
    }

    private boolean allowed(String name, Runnable call) {
      return allowed(name, call, ALLOWED);
    }

    private boolean allowed(String name, Runnable call, String found) {
      try {
        call.run();
      } catch (NotFoundException | RejectedException judged) {
        // AWS looks at what is asked for only when it may be asked
      } catch (AwsException e) {
        addRefused(name, e);
        return false;
      }
      checks.add(RoleCheck.ok(name, found));
      return true;
    }

    /** Too many calls say nothing of the right: a mirror waits, and asks again. */
    private void addRefused(String name, AwsException refusal) {
      checks.add(
          refusal instanceof ThrottledException
              ? RoleCheck.warning(
                  name, refusal.getMessage() + " Whether it is allowed is not known: check again.")
              : RoleCheck.failed(name, refusal.getMessage()));
    }

    private static String action(AwsException failure, String usual) {
      return failure instanceof AccessDeniedException ? "dynamodb:" + failure.operation() : usual;
    }
  }
}
