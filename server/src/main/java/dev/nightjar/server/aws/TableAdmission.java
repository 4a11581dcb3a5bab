package dev.nightjar.server.aws;

import dev.nightjar.dynamodb.connection.Connector;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.dynamodb.connection.TableEnabler;
import dev.nightjar.dynamodb.connection.TableValidation;
import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.table.Reason;
import dev.nightjar.dynamodb.table.TableChecks;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableLimits;
import dev.nightjar.dynamodb.table.TableProblem;
import dev.nightjar.server.http.HttpProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a table can be mirrored, for those who ask before there is a file. A refusal's text
 * begins with the code of the first reason, by which clients know it.
 */
public final class TableAdmission {
  private final Connector connector;
  private final TableLimits limits;
  private final boolean deploymentsEnable;

  /**
   * @param deploymentsEnable whether deployments switch on what a table lacks without being asked
   *     to
   */
  public TableAdmission(Connector connector, TableLimits limits, boolean deploymentsEnable) {
    this.connector = connector;
    this.limits = limits;
    this.deploymentsEnable = deploymentsEnable;
  }

  /**
   * A table that can be mirrored.
   *
   * @param messages what there is to know all the same: what was, or will be, switched on
   */
  public record Admitted(TableDescription table, List<String> messages) {}

  /**
   * Looks at a table.
   *
   * @param enable whether its stream and its recovery are switched on now, if nothing else is wrong
   * @throws HttpProblem 400 with all that is wrong, 502 where AWS could not be asked
   */
  public Admitted admit(RoleTarget role, String tableArn, boolean enable) {
    List<TableProblem> ofRequest = TableChecks.ofRequest(tableArn, role.region(), role.roleArn());
    if (!ofRequest.isEmpty()) {
      throw refused(ofRequest);
    }
    try (TableConnection connection = connector.connect(role)) {
      return switch (TableValidation.of(connection, tableArn, limits)) {
        case TableInspection.Usable(TableDescription table) -> new Admitted(table, List.of());
        case TableInspection.Unusable(List<TableProblem> problems, var table) -> {
          if (table.isEmpty() || !problems.stream().allMatch(TableAdmission::canBeSwitchedOn)) {
            throw refused(problems);
          }
          if (enable) {
            yield switchedOn(connection, tableArn);
          }
          if (!deploymentsEnable) {
            throw refused(problems);
          }
          yield new Admitted(table.get(), willBeSwitchedOn(problems));
        }
      };
    } catch (AwsException e) {
      throw problem(e);
    }
  }

  /** A failed call as an answer: 400 with its reason's code, or 502. */
  public static HttpProblem problem(AwsException failure) {
    return Reason.of(failure)
        .map(reason -> refused(reason, failure.getMessage()))
        .orElseGet(() -> new HttpProblem(502, failure.getMessage(), Map.of()));
  }

  /** A refusal: the code, then the text. */
  public static HttpProblem refused(Reason reason, String message) {
    return HttpProblem.badRequest(reason.code() + ": " + message);
  }

  private static HttpProblem refused(List<TableProblem> problems) {
    return refused(
        problems.getFirst().reason(),
        String.join(" ", problems.stream().map(TableProblem::toString).toList()));
  }

  private static boolean canBeSwitchedOn(TableProblem problem) {
    return problem.reason() == Reason.PITR_DISABLED || problem.reason() == Reason.STREAM_DISABLED;
  }

  private Admitted switchedOn(TableConnection connection, String tableArn) {
    try {
      List<String> messages = new ArrayList<>();
      for (String what : new TableEnabler(connection, Sleeper.SYSTEM).enable(tableArn)) {
        messages.add(what + " of " + tableArn + " was off and has been switched on.");
      }
      return switch (TableValidation.of(connection, tableArn, limits)) {
        case TableInspection.Usable(TableDescription table) -> new Admitted(table, messages);
        case TableInspection.Unusable(List<TableProblem> problems, var _) ->
            throw refused(problems);
      };
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw HttpProblem.conflict("The server is stopping.");
    }
  }

  private static List<String> willBeSwitchedOn(List<TableProblem> problems) {
    return problems.stream()
        .map(problem ->
            problem.message() + " It is off, and this server switches it on when it is deployed.")
        .toList();
  }
}
