package dev.nightjar.server.route;

import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.http.Upload;
import dev.nightjar.server.intake.CsvDialect;
import dev.nightjar.server.intake.ImportFormat;
import dev.nightjar.server.intake.Imported;
import dev.nightjar.server.intake.Intake;
import dev.nightjar.server.intake.Target;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.ConditionCheck;
import dev.nightjar.server.rights.Permission;
import java.time.Duration;
import java.util.Optional;

/**
 * Rows from outside: {@code /v0/events}, {@code /v0/datasources} (answered when they are in) and
 * {@code /v1/datasources/NAME/append|replace} (answered with a job).
 */
public final class IntakeRoutes {
  /** Clients give up after 30 s. */
  private static final Duration PATIENCE = Duration.ofSeconds(25);

  private final LiveSets liveSets;
  private final Intake intake;
  private final Jobs jobs;
  private final ConditionCheck conditions;
  private final DatasourcePushes pushes;

  public IntakeRoutes(
      LiveSets liveSets,
      Intake intake,
      Jobs jobs,
      ConditionCheck conditions,
      DatasourcePushes pushes) {
    this.liveSets = liveSets;
    this.intake = intake;
    this.jobs = jobs;
    this.conditions = conditions;
    this.pushes = pushes;
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.post("/v0/events", Access.SCOPED, this::events);
    api.post("/v0/datasources", Access.SCOPED, this::datasources);
    api.post(
        "/v1/datasources/{name}/append",
        Access.SCOPED,
        exchange -> job(exchange, Intake.Mode.APPEND));
    api.post(
        "/v1/datasources/{name}/replace",
        Access.SCOPED,
        exchange -> job(exchange, Intake.Mode.REPLACE));
  }

  private Answer events(Exchange exchange) {
    Target target = target(exchange, named(exchange.query()), Intake.Mode.APPEND);
    ImportFormat format =
        exchange.query().first("format").map(ImportFormat::named).orElse(ImportFormat.NDJSON);
    if (format != ImportFormat.NDJSON && format != ImportFormat.JSON) {
      throw HttpProblem.badRequest("Events are ndjson or json. Send files to /v0/datasources.");
    }
    Imported imported = intake.events(target, format, exchange::stream);
    boolean waits = exchange.query().first("wait").filter("false"::equals).isEmpty();
    return new Answer.Json(
        waits ? 200 : 202,
        Json.object(
            "successful_rows", imported.successful(),
            "quarantined_rows", imported.quarantined()));
  }

  private Answer datasources(Exchange exchange) {
    Parameters parameters = exchange.isForm() ? exchange.parameters() : exchange.query();
    if (parameters.first("schema").isPresent()) {
      return pushes.create(exchange, parameters);
    }
    String mode = exchange.query().first("mode").orElse("create");
    Intake.Mode known =
        switch (mode) {
          case "append" -> Intake.Mode.APPEND;
          case "replace" -> Intake.Mode.REPLACE;
          default ->
              throw HttpProblem.badRequest(
                  "Send rows with mode=append or mode=replace, or the schema of a new data source: schema=….");
        };
    Job job = submit(exchange, parameters, known, named(exchange.query()), Optional.empty());
    Job done = jobs.await(exchange.workspace(), job, PATIENCE);
    if (done.status() == Job.Status.ERROR || done.status() == Job.Status.CANCELLED) {
      throw Jobs.failure(done, "The import was cancelled.");
    }
    return Answer.ok(JobJson.of(exchange, done));
  }

  private Answer job(Exchange exchange, Intake.Mode mode) {
    Job job =
        submit(
            exchange,
            exchange.isForm() ? exchange.parameters() : exchange.query(),
            mode,
            exchange.path("name"),
            exchange.query().first("replace_condition").filter(text -> !text.isBlank()));
    return Answer.ok(JobJson.of(exchange, job));
  }

  private Job submit(
      Exchange exchange,
      Parameters parameters,
      Intake.Mode mode,
      String name,
      Optional<String> condition) {
    Target target = target(exchange, name, mode);
    Optional<ImportFormat> format = parameters.first("format").map(ImportFormat::named);
    condition.ifPresent(_ -> ScopeChecks.requireAllRows(exchange, target.name()));
    condition.ifPresent(text -> conditions.require(target.workspace(), target.name(), text));
    Intake.Request request =
        new Intake.Request(target, mode, format, CsvDialect.of(parameters), condition);
    Optional<String> url = parameters.first("url").filter(text -> !text.isBlank());
    if (url.isPresent()) {
      return intake.fetch(request, url.get());
    }
    if (exchange.isForm()) {
      throw HttpProblem.badRequest(
          "The form names no url. Send url=…, or the rows themselves as the body or as a file.");
    }
    Upload upload = exchange.upload();
    return intake.upload(request, upload.fileName(), upload::content);
  }

  private static String named(Parameters parameters) {
    return parameters
        .first("name")
        .orElseThrow(() -> HttpProblem.badRequest("Name the data source: ?name=…."));
  }

  /** Whoever may not append learns nothing of what there is. */
  private Target target(Exchange exchange, String name, Intake.Mode mode) {
    if (mode == Intake.Mode.REPLACE) {
      exchange.require(Permission.DATASOURCES_CREATE);
    } else if (!exchange.rights().allow(Permission.DATASOURCES_CREATE)) {
      exchange.require(Permission.DATASOURCES_APPEND, byItsName(exchange, name));
    }
    Target target = Target.of(exchange.workspace(), liveSets.of(exchange.workspace()), name);
    intake.requireTakes(target, mode);
    return target;
  }

  /** Scopes name a data source by its name; requests may by its id. */
  private String byItsName(Exchange exchange, String nameOrId) {
    return liveSets.of(exchange.workspace()).resources().stream()
        .filter(resource -> resource.kind() == FileKind.DATASOURCE)
        .filter(resource -> resource.id().equals(nameOrId))
        .map(LiveResource::name)
        .findFirst()
        .orElse(nameOrId);
  }
}
