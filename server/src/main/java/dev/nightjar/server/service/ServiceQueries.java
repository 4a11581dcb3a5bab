package dev.nightjar.server.service;

import dev.nightjar.clickhouse.Sql;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.mirror.state.Gap;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.workspace.Workspace;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The queries that answer for {@code tinybird.*} and {@code nightjar.*}. */
public final class ServiceQueries implements ServiceTables {
  private static final String QUERY_API = "'query_api'";
  private static final String TINYBIRD = "tinybird";
  private static final String NIGHTJAR = "nightjar";
  private static final List<TableName> ALL =
      Stream.concat(
              Arrays.stream(TinybirdTable.values())
                  .map(table -> new TableName(TINYBIRD, table.table())),
              Stream.of("mirrors", "shards", "gaps").map(table -> new TableName(NIGHTJAR, table)))
          .toList();

  private final ServiceDatabase database;
  private final Supplier<List<Workspace>> workspaces;
  private final Supplier<List<MirrorStatus>> mirrors;
  private final Function<String, List<Gap>> gapsOf;

  /**
   * @param log what fills the tables
   * @param gapsOf the gaps of the mirror of an id
   */
  public ServiceQueries(
      ServiceLog log,
      Supplier<List<Workspace>> workspaces,
      Supplier<List<MirrorStatus>> mirrors,
      Function<String, List<Gap>> gapsOf) {
    this.database = log.database();
    this.workspaces = workspaces;
    this.mirrors = mirrors;
    this.gapsOf = gapsOf;
  }

  @Override
  public Optional<String> query(
      String workspaceDatabase, LiveSet live, String schema, String table) {
    return workspaces.get().stream()
        .filter(workspace -> workspace.database().equals(workspaceDatabase))
        .findFirst()
        .flatMap(workspace ->
            switch (schema) {
              case TINYBIRD ->
                  TinybirdTable.named(table).map(known -> tinybird(workspace, live, known));
              case NIGHTJAR -> nightjar(workspace, table);
              default -> Optional.empty();
            });
  }

  @Override
  public List<TableName> all() {
    return ALL;
  }

  private String tinybird(Workspace workspace, LiveSet live, TinybirdTable table) {
    database.require();
    String id = pipeId(live);
    return table.sql(
        database,
        Sql.string(workspace.id()),
        "if(r.pipe = '', " + QUERY_API + ", " + id + ")",
        "if(r.pipe = '', " + QUERY_API + ", toString(r.pipe))",
        id);
  }

  /** The id of the pipe that has the name now; of one that is gone, its name. */
  private static String pipeId(LiveSet live) {
    List<LiveResource> pipes =
        live.resources().stream().filter(resource -> resource.kind() == FileKind.PIPE).toList();
    if (pipes.isEmpty()) {
      return "toString(r.pipe)";
    }
    return "transform(toString(r.pipe), "
        + list(pipes, LiveResource::name)
        + ", "
        + list(pipes, LiveResource::id)
        + ", toString(r.pipe))";
  }

  private static String list(List<LiveResource> pipes, Function<LiveResource, String> text) {
    return pipes.stream()
        .map(pipe -> Sql.string(text.apply(pipe)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private Optional<String> nightjar(Workspace workspace, String table) {
    List<MirrorStatus> own =
        mirrors.get().stream()
            .filter(mirror -> mirror.workspace().equals(workspace.fullName()))
            .toList();
    return switch (table) {
      case "mirrors" -> Optional.of(MirrorTable.mirrors(own));
      case "shards" -> Optional.of(MirrorTable.shards(own));
      case "gaps" -> Optional.of(MirrorTable.gaps(own, gapsOf));
      default -> Optional.empty();
    };
  }
}
