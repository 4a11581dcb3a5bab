package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.project.Column;
import dev.nightjar.project.DatafileWriter;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.push.AlteredDatasource;
import dev.nightjar.server.push.DatasourceForm;
import dev.nightjar.server.rights.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Data sources one by one, as the classic client makes ({@code POST /v0/datasources}), alters and
 * deletes them.
 */
public final class DatasourcePushes {
  private final LiveSets liveSets;
  private final Mirrors mirrors;
  private final SingleChanges changes;

  /**
   * Routes that are added to an API by {@link #addTo}.
   *
   * @param changes makes, changes and deletes one resource of what is live
   */
  public DatasourcePushes(LiveSets liveSets, Mirrors mirrors, SingleChanges changes) {
    this.liveSets = liveSets;
    this.mirrors = mirrors;
    this.changes = changes;
  }

  /** Adds the routes, but for the one that takes rows too. */
  public void addTo(Api api) {
    api.delete("/v0/datasources/{name}", Access.SCOPED, this::delete);
    api.post("/v0/datasources/{name}/alter", Access.WORKSPACE, this::alter);
  }

  /** Makes one. */
  Answer create(Exchange exchange, Parameters form) {
    exchange.require(Permission.DATASOURCES_CREATE);
    SourceFile file = DatasourceForm.file(form);
    requireAuthor(exchange, file);
    LiveSet live = liveSets.of(exchange.workspace());
    if (live.find(FileKind.DATASOURCE, file.name()).isPresent()) {
      throw HttpProblem.conflict("There is a data source `" + file.name() + "` already.");
    }
    changes.put(exchange, file, false);
    LiveResource made =
        liveSets.of(exchange.workspace()).find(FileKind.DATASOURCE, file.name()).orElseThrow();
    Map<String, Object> datasource = Json.object("id", made.id(), "name", made.name());
    Map<String, Object> json = Json.object("datasource", datasource);
    mirrors
        .status(made.id())
        .ifPresent(status -> {
          datasource.put("service", "dynamodb");
          // the client looks for the job of this id, and says that the load has begun
          json.put("import_id", LoadJobs.id(status));
        });
    return Answer.ok(json);
  }

  /** Connections read with rights of the server's own, and a file's tokens get rights by it. */
  private static void requireAuthor(Exchange exchange, SourceFile file) {
    if (exchange.rights().areAll()) {
      return;
    }
    Optional<DatasourceFile> made =
        Optional.ofNullable(
            ProjectParser.parse(List.of(file)).project().datasources().get(file.name()));
    if (made.filter(
            each ->
                each.dynamoDb().isEmpty()
                    && each.others().isEmpty()
                    && each.tokens().isEmpty()
                    && each.sharedWith().isEmpty())
        .isEmpty()) {
      throw HttpProblem.forbidden(
          "A data source that reads by a connection is made with the scope ADMIN.");
    }
  }

  /** A token that may not delete a data source does not learn whether there is one. */
  private LiveResource dropped(Exchange exchange) {
    String wanted = exchange.path("name");
    Optional<LiveResource> found =
        liveSets.of(exchange.workspace()).resources().stream()
            .filter(each -> each.kind() == FileKind.DATASOURCE)
            .filter(each -> each.name().equals(wanted) || each.id().equals(wanted))
            .findFirst();
    exchange.require(Permission.DATASOURCES_DROP, found.map(LiveResource::name).orElse(wanted));
    return found.orElseThrow(
        () -> HttpProblem.notFound("There is no data source '" + wanted + "'."));
  }

  private LiveResource require(Exchange exchange) {
    String name = exchange.path("name");
    return liveSets.of(exchange.workspace()).resources().stream()
        .filter(each -> each.kind() == FileKind.DATASOURCE)
        .filter(each -> each.name().equals(name) || each.id().equals(name))
        .findFirst()
        .orElseThrow(() -> HttpProblem.notFound("There is no data source '" + name + "'."));
  }

  /** The client asks first what depends on it, and deletes then. */
  private Answer delete(Exchange exchange) {
    LiveResource resource = dropped(exchange);
    LiveSet live = liveSets.of(exchange.workspace());
    List<String> readers =
        ReadersOf.datasource(live, resource.name()).stream()
            .map(pipe -> shown(exchange, pipe))
            .distinct()
            .toList();
    if (exchange.query().isTrue("dry_run")) {
      return Answer.ok(
          Json.object(
              "dependent_pipes", readers.stream().map(pipe -> Json.object("name", pipe)).toList()));
    }
    if (!readers.isEmpty()) {
      throw HttpProblem.conflict(
          "The data source `"
              + resource.name()
              + "` is used by "
              + String.join(", ", readers)
              + ". Delete what uses it first.");
    }
    changes.remove(exchange, Set.of(new ResourceName(FileKind.DATASOURCE, resource.name())));
    return Answer.ok(Json.object());
  }

  private static String shown(Exchange exchange, String pipe) {
    return exchange.rights().allow(Permission.PIPES_READ, pipe)
        ? pipe
        : "pipes that this token may not read";
  }

  /**
   * Another schema, description, time to live or other indexes; {@code dry=true} says what would be
   * done, which the client has its user confirm. A table whose rows would be lost stays as it is,
   * unless they are DynamoDB's, where they come from again; the tables of its views too.
   */
  private Answer alter(Exchange exchange) {
    LiveResource resource = require(exchange);
    DatasourceFile before =
        liveSets.of(exchange.workspace()).datasource(resource.name()).orElseThrow();
    Parameters form = exchange.parameters();
    DatasourceFile after = AlteredDatasource.of(before, form);
    List<String> operations = operations(before, after);
    if (operations.isEmpty()) {
      // the words that the client knows
      throw HttpProblem.badRequest("There were no operations to perform.");
    }
    SourceFile file = new SourceFile(resource.file().path(), DatafileWriter.write(after));
    operations.addAll(
        changes.alter(
            exchange,
            file,
            after.dynamoDb().isPresent(),
            liveSets.of(exchange.workspace()),
            form.isTrue("dry")));
    return Answer.ok(
        Json.object(
            "operations",
            operations,
            "dependencies",
            ReadersOf.datasource(liveSets.of(exchange.workspace()), resource.name())));
  }

  private static List<String> operations(DatasourceFile before, DatasourceFile after) {
    List<String> operations = new ArrayList<>();
    for (Column column : after.columns()) {
      Optional<Column> old = before.column(column.name());
      if (old.isEmpty()) {
        operations.add("ADD COLUMN `" + column.name() + "` " + column.type());
      } else if (!old.get().type().equals(column.type())
          || !old.get().jsonPath().equals(column.jsonPath())
          || !old.get().defaultExpression().equals(column.defaultExpression())) {
        operations.add("MODIFY COLUMN `" + column.name() + "` " + column.type());
      }
    }
    before.columns().stream()
        .filter(column -> after.column(column.name()).isEmpty())
        .forEach(column -> operations.add("DROP COLUMN `" + column.name() + "`"));
    if (!before.indexes().equals(after.indexes())) {
      operations.add("the indexes");
    }
    if (!before.engine().ttl().equals(after.engine().ttl())) {
      operations.add("MODIFY TTL " + after.engine().ttl().orElse("(none)"));
    }
    if (!before.description().equals(after.description())) {
      operations.add("the description");
    }
    return operations;
  }
}
