package dev.nightjar.server.query;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.nightjar.clickhouse.CancelledException;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.http.ClientPresence;
import dev.nightjar.project.Node;
import dev.nightjar.project.NodeType;
import dev.nightjar.project.PipeFile;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Answers SQL and endpoints; every text passes the {@link SqlGate} before it runs, read-only and
 * within limits. A query whose client goes away is ended.
 */
public final class QueryService {
  /** RFC 9211. */
  private static final String CACHE_STATUS = "Cache-Status";

  private static final int INTERNAL = 500;
  private static final int UNAVAILABLE = 503;

  private final GatedSql.Maker maker;
  private final Results results;
  private final QueryLimits limits;
  private final QueryFailures failures;
  private final QuerySlots slots;
  private final Templates templates = new Templates();
  private final AnswerCache cache = new AnswerCache(Ticker.systemTicker());
  private final Secrets secrets;
  private final QueryLog log;
  private final Clock clock;

  /**
   * A service.
   *
   * @param secrets that the nodes of pipes may name
   * @param log is told of every request
   * @param service what the server tells of itself
   */
  public QueryService(
      ClickHouse clickHouse,
      QueryLimits limits,
      Secrets secrets,
      QueryLog log,
      ServiceTables service,
      Clock clock) {
    this.secrets = secrets;
    this.maker = new GatedSql.Maker(clickHouse, service, limits);
    this.results = new Results(clickHouse);
    this.limits = limits;
    this.failures = new QueryFailures(limits);
    this.slots = new QuerySlots(limits);
    this.log = log;
    this.clock = clock;
  }

  /** How many queries run. */
  public int running() {
    return slots.running();
  }

  /** How many queries wait. */
  public int waiting() {
    return slots.waiting();
  }

  /**
   * Answers a query; pipes that it reads get the request's parameters.
   *
   * @throws HttpProblem 400 for SQL that is wrong or refused, 408 when it takes too long, 429 and
   *     503 when too many queries run
   */
  public Answer sql(QueryRequest request, String sql) {
    QueryTrack track = new QueryTrack(request, Optional.empty(), ResultFormat.JSON, log, clock);
    return tracked(
        request,
        track,
        Optional.empty(),
        () -> {
          requireLength(sql);
          RequestRenderer renderer = renderer(request, RequestParameters.ofSql(request));
          NodeRenderer.Rendered rendered =
              isTemplate(sql) ? renderer.render(sql) : new NodeRenderer.Rendered(sql, Map.of());
          SqlTokens.Formatted formatted = SqlTokens.of(rendered.sql()).takeFormat();
          track.format(formatted.format().map(ResultFormat::named).orElse(ResultFormat.JSON));
          return maker.make(
              request.workspace().database(),
              request.live(),
              request.rights(),
              formatted.sql(),
              rendered.parameters(),
              renderer,
              Map.of());
        });
  }

  /** Answers an endpoint of whoever may read it; errors as above. */
  public Answer endpoint(QueryRequest request, PipeFile pipe, ResultFormat format) {
    QueryTrack track = new QueryTrack(request, Optional.of(pipe.name()), format, log, clock);
    Optional<Duration> keep = keep(pipe);
    return tracked(
        request,
        track,
        keep,
        () -> {
          String database = request.workspace().database();
          LiveSet live = request.live();
          Rights rights = request.rights();
          RequestRenderer renderer = renderer(request, RequestParameters.ofEndpoint(request, pipe));
          return keep.isPresent()
              ? maker.unnamed(database, live, rights, pipe, renderer)
              : maker.make(database, live, rights, pipe, renderer);
        });
  }

  /** How long an answer of the endpoint may be kept. */
  private static Optional<Duration> keep(PipeFile pipe) {
    return pipe.typedNode()
        .map(Node::type)
        .filter(NodeType.Endpoint.class::isInstance)
        .map(NodeType.Endpoint.class::cast)
        .map(NodeType.Endpoint::cacheSeconds)
        .filter(seconds -> seconds.isPresent() && seconds.getAsInt() > 0)
        .map(seconds -> Duration.ofSeconds(seconds.getAsInt()));
  }

  private RequestRenderer renderer(QueryRequest request, Parameters parameters) {
    return new RequestRenderer(
        templates, parameters, name -> secrets.value(request.workspace().id(), name));
  }

  /** As in a file, a {@code %} before it makes SQL a template. */
  private static boolean isTemplate(String sql) {
    return sql.stripLeading().startsWith("%");
  }

  private Answer tracked(
      QueryRequest request, QueryTrack track, Optional<Duration> keep, Supplier<GatedSql> gated) {
    try (ClientPresence.Watch _ = request.client().interruptWhenGone()) {
      Answer answer = answer(request, track, keep, gated);
      if (answer instanceof Answer.Bytes) {
        track.finish();
      }
      return answer;
    } catch (HttpProblem e) {
      throw failed(track, e, 0);
    } catch (SqlRefusedException e) {
      throw failed(track, QueryFailures.refused(e), 0);
    } catch (CircularPipesException e) {
      throw failed(track, HttpProblem.badRequest(e.getMessage()), 0);
    } catch (InterruptedException e) {
      throw ended(request, track);
    } catch (ClickHouseException e) {
      if (request.client().isGone() || isInterrupted(e)) {
        throw ended(request, track);
      }
      throw failed(track, e, request);
    } catch (RuntimeException | Error e) {
      track.failed(INTERNAL, 0, "unforeseen");
      track.finish();
      throw e;
    }
  }

  private Answer answer(
      QueryRequest request, QueryTrack track, Optional<Duration> keep, Supplier<GatedSql> gated)
      throws InterruptedException {
    if (keep.isPresent()) {
      return kept(request, track, keep.get(), sql(gated));
    }
    QuerySlots.Slot slot = slots.take(request.tokenKey());
    try {
      return run(request, track, sql(gated), Map.of(QueryTrack.HEADER, track.id()), slot);
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  private static GatedSql sql(Supplier<GatedSql> gated) {
    GatedSql sql = gated.get();
    requireLength(sql.sql());
    return sql;
  }

  /** What is kept needs no room, waits for none, and has ClickHouse do nothing. */
  private Answer kept(QueryRequest request, QueryTrack track, Duration keep, GatedSql sql)
      throws InterruptedException {
    AnswerCache.Key key = AnswerCache.Key.of(request, sql, track.format());
    Optional<AnswerCache.Kept> before = cache.find(key);
    if (before.isPresent()) {
      return hit(track, before.get());
    }
    QuerySlots.Slot slot = slots.take(request.tokenKey());
    try {
      // while this one waited, another may have been answered
      Optional<AnswerCache.Kept> since = cache.find(key);
      if (since.isPresent()) {
        slot.close();
        return hit(track, since.get());
      }
      maker.requireNames(sql);
      Answer answer =
          run(
              request,
              track,
              sql,
              Map.of(QueryTrack.HEADER, track.id(), CACHE_STATUS, "Nightjar; fwd=miss"),
              slot);
      if (answer instanceof Answer.Bytes(String _, Map<String, String> _, byte[] body)) {
        cache.keep(key, new AnswerCache.Kept(body, track.rows(), keep));
      }
      return answer;
    } catch (RuntimeException | Error e) {
      slot.close();
      throw e;
    }
  }

  private static Answer hit(QueryTrack track, AnswerCache.Kept kept) {
    track.cacheHit(kept);
    return new Answer.Bytes(
        track.format().contentType(),
        Map.of(QueryTrack.HEADER, track.id(), CACHE_STATUS, "Nightjar; hit"),
        kept.body());
  }

  private Answer run(
      QueryRequest request,
      QueryTrack track,
      GatedSql sql,
      Map<String, String> headers,
      QuerySlots.Slot slot) {
    return results.of(
        new UserQuery(sql, request.workspace().database(), limits), headers, request, track, slot);
  }

  private HttpProblem failed(QueryTrack track, ClickHouseException error, QueryRequest request) {
    try {
      return failed(
          track, failures.of(error, Set.of(request.workspace().database())), error.code());
    } catch (ClickHouseException e) {
      // The responder has the words for it.
      track.failed(UNAVAILABLE, e.code(), "ClickHouse is not available");
      track.finish();
      throw e;
    }
  }

  private static HttpProblem failed(QueryTrack track, HttpProblem problem, int code) {
    track.failed(problem.status(), code, problem.getMessage());
    track.finish();
    return problem.withHeader(QueryTrack.HEADER, track.id());
  }

  /** A query that took too long is cancelled too, but not by an interrupt. */
  private static boolean isInterrupted(ClickHouseException error) {
    return error instanceof CancelledException && Thread.currentThread().isInterrupted();
  }

  /** The query was ended because of its client, or because the server stops. */
  private static HttpProblem ended(QueryRequest request, QueryTrack track) {
    if (request.client().isGone()) {
      track.clientLeft();
      track.finish();
      return new HttpProblem(
          QueryRun.CLIENT_LEFT, "The client has closed the connection.", Map.of());
    }
    Thread.currentThread().interrupt();
    return failed(track, new HttpProblem(UNAVAILABLE, "The server is stopping.", Map.of()), 0);
  }

  private static void requireLength(String sql) {
    int bytes = sql.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > QueryLimits.LARGEST_SQL) {
      throw HttpProblem.badRequest(
          "The query has %,d bytes, what it reads of nodes and pipes included; %,d are the most that one may have."
              .formatted(bytes, QueryLimits.LARGEST_SQL));
    }
  }
}
