package dev.nightjar.server.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Row;
import dev.nightjar.project.Node;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.openapi.DescribedEndpoint;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.template.TemplateParameter;
import dev.nightjar.server.template.TemplateParameters;
import dev.nightjar.server.template.TemplateSyntaxException;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** What can be told of an endpoint without calling it: its parameters and its columns. */
public final class EndpointDescriptions {
  private static final int MOST = 1_000;
  private static final Duration KEPT = Duration.ofHours(1);
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int UNAVAILABLE = 503;
  private static final int SOON = 1;

  private final GatedSql.Maker maker;
  private final Templates templates = new Templates();
  private final Cache<Described, Optional<List<DescribedEndpoint.Column>>> columns =
      Caffeine.newBuilder().maximumSize(MOST).expireAfterAccess(KEPT).build();

  /** One at a time: the database's threads are for queries. */
  private final Semaphore room = new Semaphore(1, true);

  /**
   * Descriptions.
   *
   * @param service what the server tells of itself, which pipes may read
   * @param limits what finding out the columns of one may take
   */
  public EndpointDescriptions(ClickHouse clickHouse, ServiceTables service, QueryLimits limits) {
    this.maker = new GatedSql.Maker(clickHouse, service, limits);
  }

  /** A pipe of a deployment, which is told from others by identity. */
  private record Described(LiveSet live, String pipe) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Described described
          && live == described.live
          && pipe.equals(described.pipe);
    }

    @Override
    public int hashCode() {
      return 31 * System.identityHashCode(live) + pipe.hashCode();
    }
  }

  /**
   * Describes an endpoint. Its columns are asked of ClickHouse, which reads no row for that; they
   * are unknown where a request must choose them first.
   *
   * @throws HttpProblem 503 when too many others are being described
   */
  public DescribedEndpoint describe(Workspace workspace, LiveSet live, PipeFile pipe) {
    List<TemplateParameter> parameters = parameters(live, pipe);
    return new DescribedEndpoint(
        pipe.name(), pipe.description(), parameters, columns(workspace, live, pipe, parameters));
  }

  /** The parameters of a pipe's nodes, and of the pipes that they read. */
  public List<TemplateParameter> parameters(LiveSet live, PipeFile pipe) {
    List<TemplateParameter> all = new ArrayList<>();
    collect(live, pipe, all, new LinkedHashSet<>());
    return TemplateParameters.united(all);
  }

  private void collect(
      LiveSet live, PipeFile pipe, List<TemplateParameter> all, Set<String> visited) {
    if (!visited.add(pipe.name())) {
      return;
    }
    for (Node node : pipe.nodes()) {
      if (node.template()) {
        try {
          all.addAll(templates.of(node.sql()).parameters());
        } catch (TemplateSyntaxException _) {
          // a request says what is wrong with it
        }
      }
      for (String name : SqlTokens.of(node.sql()).tableNames()) {
        live.readablePipe(name).ifPresent(other -> collect(live, other, all, visited));
      }
    }
  }

  private Optional<List<DescribedEndpoint.Column>> columns(
      Workspace workspace, LiveSet live, PipeFile pipe, List<TemplateParameter> parameters) {
    Described described = new Described(live, pipe.name());
    Optional<Optional<List<DescribedEndpoint.Column>>> before =
        Optional.ofNullable(columns.getIfPresent(described));
    if (before.isPresent()) {
      return before.get();
    }
    takeRoom();
    try {
      Optional<List<DescribedEndpoint.Column>> found = asked(workspace, live, pipe, parameters);
      columns.put(described, found);
      return found;
    } catch (ClickHouseException e) {
      ErrorText.requireAnswer(e);
      return Optional.empty();
    } catch (SqlRefusedException _) {
      // it took too long: the next one asks again
      return Optional.empty();
    } finally {
      room.release();
    }
  }

  private void takeRoom() {
    try {
      if (room.tryAcquire(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        return;
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    throw new HttpProblem(
            UNAVAILABLE, "Too many endpoints are being described. Try again in a moment.", Map.of())
        .retryAfter(SOON);
  }

  /** Empty where a request must choose something first, or where the query is refused. */
  private Optional<List<DescribedEndpoint.Column>> asked(
      Workspace workspace, LiveSet live, PipeFile pipe, List<TemplateParameter> parameters) {
    try {
      GatedSql gated =
          maker.make(
              workspace.database(),
              live,
              Rights.ALL,
              pipe,
              new RequestRenderer(
                  templates, new Parameters(samples(parameters)), _ -> Optional.of("")));
      List<DescribedEndpoint.Column> described = new ArrayList<>();
      for (Row row : maker.columns(gated)) {
        described.add(new DescribedEndpoint.Column(row.string("name"), row.string("type")));
      }
      return Optional.of(described);
    } catch (SqlRefusedException e) {
      if (e.isTooSlow()) {
        throw e;
      }
      return Optional.empty();
    } catch (HttpProblem | CircularPipesException _) {
      return Optional.empty();
    }
  }

  /** Something for each parameter that a request must state, so that there is a query at all. */
  private static Map<String, List<String>> samples(List<TemplateParameter> parameters) {
    Map<String, List<String>> samples = new HashMap<>();
    for (TemplateParameter parameter : parameters) {
      if (parameter.required()) {
        sample(parameter).ifPresent(value -> samples.put(parameter.name(), List.of(value)));
      }
    }
    return samples;
  }

  private static Optional<String> sample(TemplateParameter parameter) {
    if (parameter.example().isPresent()) {
      return parameter.example();
    }
    if (!parameter.allowed().isEmpty()) {
      return Optional.of(parameter.allowed().getFirst());
    }
    String type = parameter.type();
    String scalar =
        type.startsWith("Array(") ? type.substring("Array(".length(), type.length() - 1) : type;
    return switch (scalar) {
      case "column", "columns" -> Optional.empty();
      case "String" -> Optional.of("a");
      case "JSON" -> Optional.of("{}");
      case "UUID" -> Optional.of("00000000-0000-0000-0000-000000000000");
      case "Boolean" -> Optional.of("true");
      case "Date" -> Optional.of("2026-01-01");
      case "DateTime", "DateTime64" -> Optional.of("2026-01-01 00:00:00");
      default -> Optional.of("1");
    };
  }
}
