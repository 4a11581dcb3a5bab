package dev.nightjar.server.route;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.mirror.MirrorBusyException;
import dev.nightjar.mirror.MirrorRefusedException;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.Resync;
import dev.nightjar.mirror.sample.SampleSize;
import dev.nightjar.mirror.sample.SampledItems;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.Problem;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.aws.TableAdmission;
import dev.nightjar.server.deploy.MirrorSpecs;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.secret.Secrets;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * {@code POST /v0/datasources/NAME/sample}, as {@code tb datasource sample} asks for it: a bounded
 * Scan of the DynamoDB table, or all of it by an export.
 */
public final class SampleRoutes {
  /** What the client's documentation says of a sample that states no size. */
  private static final long USUAL_ITEMS = 1_500;

  private static final long MOST_BYTES = 10_000_000_000L;

  private final LiveSets liveSets;
  private final Mirrors mirrors;
  private final Secrets secrets;
  private final ExternalIds externalIds;
  private final Jobs jobs;

  /**
   * The route, which is added to an API by {@link #addTo}.
   *
   * @param secrets of the connection's settings
   * @param externalIds with which a role is assumed
   * @param jobs run what a sample takes
   */
  public SampleRoutes(
      LiveSets liveSets, Mirrors mirrors, Secrets secrets, ExternalIds externalIds, Jobs jobs) {
    this.liveSets = liveSets;
    this.mirrors = mirrors;
    this.secrets = secrets;
    this.externalIds = externalIds;
    this.jobs = jobs;
  }

  /** Adds the route. */
  public void addTo(Api api) {
    api.post("/v0/datasources/{name}/sample", Access.WORKSPACE, this::sample);
  }

  private Answer sample(Exchange exchange) {
    LiveSet live = liveSets.of(exchange.workspace());
    String name = exchange.path("name");
    LiveResource resource =
        live.find(FileKind.DATASOURCE, name)
            .orElseThrow(() -> HttpProblem.notFound("There is no data source '" + name + "'."));
    DatasourceFile file = live.datasource(name).orElseThrow();
    if (file.dynamoDb().isEmpty()) {
      throw HttpProblem.badRequest(
          "`" + name + "` mirrors no DynamoDB table, so there is nothing to take a sample of.");
    }
    JsonNode body = Json.parse(exchange.text());
    boolean whole = body.path("full_export").asBoolean(false);
    SampleSize size = size(body);
    MirrorSpec spec = spec(exchange, live, resource, file);
    Job job =
        jobs.submit(
            exchange.workspace(),
            Job.Kind.IMPORT,
            name,
            Json.object("datasource", Json.object("id", resource.id(), "name", name)),
            () -> whole ? export(spec) : scan(spec, size),
            () -> {});
    return Answer.ok(JobJson.of(exchange, job));
  }

  private MirrorSpec spec(
      Exchange exchange, LiveSet live, LiveResource resource, DatasourceFile file) {
    MirrorSpecs.Result result =
        new MirrorSpecs(exchange.workspace(), live.project(), secrets, externalIds)
            .of(resource.id(), file);
    return result
        .spec()
        .orElseThrow(() ->
            HttpProblem.badRequest(
                Stream.concat(result.missing().stream(), result.wrong().stream())
                    .map(Problem::toString)
                    .collect(Collectors.joining("\n"))));
  }

  private static SampleSize size(JsonNode body) {
    long bytes = body.has("max_bytes") ? bytes(body.path("max_bytes").asString("")) : MOST_BYTES;
    long items =
        body.has("rows")
            ? body.path("rows").asLong(0)
            : body.has("max_bytes") ? Long.MAX_VALUE : USUAL_ITEMS;
    if (items < 1 || bytes < 1 || bytes > MOST_BYTES) {
      throw HttpProblem.badRequest(
          "A sample has at least one row, and at most 10 GB: rows=100 or max_bytes=1GB.");
    }
    return new SampleSize(items, bytes);
  }

  private static long bytes(String text) {
    Map<String, Long> units =
        Map.of("", 1L, "B", 1L, "KB", 1_000L, "MB", 1_000_000L, "GB", 1_000_000_000L);
    String digits = text.strip().replaceAll("[^0-9].*", "");
    String unit =
        text.strip().substring(digits.length()).strip().toUpperCase(java.util.Locale.ROOT);
    if (digits.isEmpty() || digits.length() > 12 || !units.containsKey(unit)) {
      throw HttpProblem.badRequest("`" + text + "` is no size. Write for example 100MB or 1GB.");
    }
    return Long.parseLong(digits) * units.get(unit);
  }

  private Map<String, Object> scan(MirrorSpec spec, SampleSize size) {
    try {
      boolean mirrored = mirrors.status(spec.id()).isPresent();
      SampledItems sampled = mirrors.sample(spec, size);
      return Json.object(
          "rows",
          sampled.items(),
          "message",
          mirrored
              ? "The mirror of this data source runs: every item of the table is there already, and nothing was added."
              : "The first items of a Scan." + leftOut(sampled.unreadable()));
    } catch (MirrorRefusedException e) {
      throw refused(e);
    } catch (AwsException e) {
      throw TableAdmission.problem(e);
    }
  }

  private static String leftOut(long unreadable) {
    return unreadable == 0
        ? ""
        : " "
            + unreadable
            + " could not be read and were left out: they have an attribute of an unknown type, or a"
            + " key that is not of its type.";
  }

  /** Begins the mirror, whose export this is; loads a mirror that runs anew. */
  private Map<String, Object> export(MirrorSpec spec) {
    try {
      if (mirrors.status(spec.id()).isPresent()) {
        mirrors.resync(spec.id(), Resync.STANDARD);
      } else {
        mirrors.start(spec);
      }
      return Json.object(
          "message", "An export of the whole table is on its way; the status shows it.");
    } catch (MirrorBusyException e) {
      throw HttpProblem.conflict(e.getMessage());
    } catch (MirrorRefusedException e) {
      throw refused(e);
    }
  }

  private static HttpProblem refused(MirrorRefusedException e) {
    return HttpProblem.badRequest(
        e.problems().stream().map(Object::toString).collect(Collectors.joining("\n")));
  }
}
