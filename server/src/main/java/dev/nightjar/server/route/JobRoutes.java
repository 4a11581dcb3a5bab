package dev.nightjar.server.route;

import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.deploy.Deployment;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Answer;
import dev.nightjar.server.http.Api;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.http.Json;
import dev.nightjar.server.job.Job;
import dev.nightjar.server.job.Jobs;
import dev.nightjar.server.rights.Permission;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** {@code /v0/jobs}: what is done in the background; deployments and loads are jobs too. */
public final class JobRoutes {
  /** Clients look again after two seconds; most jobs take less. */
  private static final Duration WAIT_FOR_END = Duration.ofMillis(500);

  private final Jobs jobs;
  private final Deployer deployer;
  private final List<JobSource> others;

  /**
   * @param others what is told as jobs besides
   */
  public JobRoutes(Jobs jobs, Deployer deployer, List<JobSource> others) {
    this.jobs = jobs;
    this.deployer = deployer;
    this.others = List.copyOf(others);
  }

  /** Adds the routes. */
  public void addTo(Api api) {
    api.get("/v0/jobs", Access.WORKSPACE, this::list);
    api.get("/v0/jobs/{id}", Access.SCOPED, this::get);
    api.post("/v0/jobs/{id}/cancel", Access.WORKSPACE, this::cancel);
  }

  private Answer list(Exchange exchange) {
    Optional<String> status = exchange.query().first("status");
    Optional<String> kind = exchange.query().first("kind");
    List<Map<String, Object>> all = new ArrayList<>();
    jobs.list(exchange.workspace()).forEach(job -> all.add(JobJson.of(exchange, job)));
    deployer.deployments().list(exchange.workspace()).stream()
        .filter(each -> each.number() > 0)
        .forEach(each -> all.add(addressed(exchange, ofDeployment(each))));
    others.stream()
        .flatMap(source -> source.list(exchange.workspace()).stream())
        .forEach(each -> all.add(addressed(exchange, each)));
    return Answer.ok(
        Json.object(
            "jobs",
            all.stream()
                .filter(job -> status.isEmpty() || status.get().equals(job.get("status")))
                .filter(job -> kind.isEmpty() || kind.get().equals(job.get("kind")))
                .sorted(
                    Comparator.comparing(
                            (Map<String, Object> job) -> (String) job.get("created_at"))
                        .reversed())
                .toList()));
  }

  /**
   * Whoever may append to a data source may see what became of the rows; not what was deleted, for
   * its condition tells what is there.
   */
  private Answer get(Exchange exchange) {
    String id = exchange.path("id");
    Optional<Job> job = jobs.find(exchange.workspace(), id);
    if (job.isPresent()
        && job.get().kind() == Job.Kind.IMPORT
        && exchange.rights().allow(Permission.DATASOURCES_APPEND, job.get().subject())) {
      return Answer.ok(job(exchange, job.get()));
    }
    exchange.require(Permission.ADMIN);
    return job.map(found -> job(exchange, found))
        .or(() ->
            deployer.deployments().list(exchange.workspace()).stream()
                .map(JobRoutes::ofDeployment)
                .filter(each -> id.equals(each.get("id")))
                .map(each -> addressed(exchange, each))
                .findFirst())
        .or(() ->
            others.stream()
                .flatMap(source -> source.list(exchange.workspace()).stream())
                .filter(each -> id.equals(each.get("id")))
                .map(each -> addressed(exchange, each))
                .findFirst())
        .map(Answer::ok)
        .orElseThrow(() -> HttpProblem.notFound("There is no job '" + id + "'."));
  }

  /** One that is about to end is told as it ends. */
  private Map<String, Object> job(Exchange exchange, Job found) {
    return JobJson.of(
        exchange,
        found.status().over() ? found : jobs.await(exchange.workspace(), found, WAIT_FOR_END));
  }

  private static Map<String, Object> addressed(Exchange exchange, Map<String, Object> job) {
    Map<String, Object> addressed = new LinkedHashMap<>(job);
    addressed.put("job_url", JobJson.url(exchange, (String) job.get("id")));
    return addressed;
  }

  private Answer cancel(Exchange exchange) {
    String id = exchange.path("id");
    if (id.startsWith("load-")) {
      throw HttpProblem.conflict(
          "The load of a DynamoDB table cannot be cancelled: pause its mirror (datasource stop), or delete the data source.");
    }
    if (id.startsWith("branch-")) {
      throw HttpProblem.conflict(
          "The branch is there: delete it instead of cancelling its making.");
    }
    if (id.startsWith("deployment-")) {
      throw HttpProblem.conflict(
          "A deployment is done when it is answered: there is no job to cancel.");
    }
    return Answer.ok(JobJson.of(exchange, jobs.cancel(exchange.workspace(), id)));
  }

  /** A deployment is done when it is answered, so its job is over. */
  private static Map<String, Object> ofDeployment(Deployment deployment) {
    String id = "deployment-" + deployment.number();
    return Json.object(
        "id",
        id,
        "job_id",
        id,
        "kind",
        "deployment",
        "status",
        deployment.errors().isEmpty() ? "done" : "error",
        "deployment_id",
        Long.toString(deployment.number()),
        "created_at",
        Times.micros(deployment.createdAt()),
        "updated_at",
        Times.micros(deployment.updatedAt()));
  }
}
