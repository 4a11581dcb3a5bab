package dev.nightjar.cli;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.files.ProjectFile;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Hands a project to a server and tells what comes of it. */
public final class Deployment {

  /** Another deployment is under way, waits to be promoted, or is live in the meantime. */
  static final int CONFLICT = 409;

  private static final Duration BETWEEN_POLLS = Duration.ofMillis(250);

  /**
   * How to deploy.
   *
   * @param check only validate
   * @param destructive whether data sources and columns may be deleted
   * @param enable whether streams and point-in-time recovery are switched on where they are off
   * @param awaitLive whether to wait until the deployment is live
   * @param over the deployment that must be the live one still; empty: any
   */
  public record Wish(
      boolean check,
      boolean destructive,
      boolean enable,
      boolean awaitLive,
      Optional<String> over) {

    /** Over whatever is live. */
    public Wish(boolean check, boolean destructive, boolean enable, boolean awaitLive) {
      this(check, destructive, enable, awaitLive, Optional.empty());
    }

    /** Deploy, delete nothing, wait. */
    public static final Wish USUAL = new Wish(false, false, false, true);

    /** The same, if that deployment is the live one still. */
    public Wish over(String live) {
      return new Wish(check, destructive, enable, awaitLive, Optional.of(live));
    }

    /** What files are uploaded to. */
    public String path() {
      return "/v1/deploy?"
          + (check ? "check=true" : "auto_promote=true")
          + (destructive ? "&allow_destructive_operations=true" : "")
          + (enable ? "&enable=true" : "")
          + over.map(live -> "&over=" + ServerClient.encode(live)).orElse("");
    }
  }

  private final ServerClient server;
  private final Terminal terminal;
  private final OutputFormat format;

  /** Deployments to that server, told on that terminal. */
  public Deployment(ServerClient server, Terminal terminal, OutputFormat format) {
    this.server = server;
    this.terminal = terminal;
    this.format = format;
  }

  /**
   * Deploys a whole project: what is not among the files is deleted.
   *
   * @throws UserException if the server refuses it; its problems are printed by then
   * @throws ServerException 409 where another deployment is live than the wish says
   */
  public void run(List<ProjectFile> files, Wish wish) {
    Answer answer = server.upload(wish.path(), files);
    if (wish.over().isPresent() && answer.status() == CONFLICT) {
      answer.required();
    }
    JsonNode whole = answer.json();
    JsonNode deployment = whole.path("deployment");
    ChangeReport report = new ChangeReport(terminal, files);
    if (format == OutputFormat.JSON) {
      terminal.say(Json.pretty(whole));
    }
    String result = whole.path("result").asString("");
    if (!result.equals("success") && !result.equals("no_changes")) {
      refused(answer, whole, deployment, report, wish);
    }
    boolean changed = result.equals("success");
    if (changed && format != OutputFormat.JSON) {
      if (wish.check()) {
        report.changesToCome(deployment);
      } else {
        report.changes(deployment);
      }
      report.remarks(deployment);
      report.backfills(deployment);
    }
    String id = deployment.path("id").asString("");
    boolean live = deployment.path("live").asBoolean(false);
    if (changed && !wish.check() && wish.awaitLive() && !live) {
      awaitLive(report, id);
    }
    if (format != OutputFormat.JSON) {
      terminal.say(conclusion(wish, changed, id));
    }
  }

  private static void refused(
      Answer answer, JsonNode whole, JsonNode deployment, ChangeReport report, Wish wish) {
    if (report.problems(whole, deployment) == 0) {
      throw new ServerException(
          answer.status(), "The server says neither success nor failure: " + answer.body());
    }
    throw new UserException(
        wish.check()
            ? "The project cannot be deployed as it is."
            : "The deployment failed; nothing was changed.");
  }

  private static String conclusion(Wish wish, boolean changed, String id) {
    if (wish.check()) {
      return "✓ The project can be deployed";
    }
    if (!changed) {
      return "No changes.";
    }
    return "✓ Deployment " + id + (wish.awaitLive() ? " is live" : " has begun");
  }

  private void awaitLive(ChangeReport report, String id) {
    while (true) {
      JsonNode whole = server.get("/v1/deployments/" + ServerClient.encode(id));
      JsonNode deployment = whole.path("deployment");
      switch (deployment.path("status").asString("")) {
        case "failed", "deleting", "deleted" -> {
          if (report.problems(whole, deployment) == 0) {
            throw new UserException(
                "Deployment "
                    + id
                    + " is not live: another one has replaced it, or it was discarded, in the meantime.");
          }
          throw new UserException("Deployment " + id + " failed and was taken back.");
        }
        case "data_ready" -> {
          if (deployment.path("live").asBoolean(false)) {
            return;
          }
        }
        default -> {}
      }
      Pause.REAL.sleep(BETWEEN_POLLS);
    }
  }
}
