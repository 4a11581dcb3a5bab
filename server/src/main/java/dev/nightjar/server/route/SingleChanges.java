package dev.nightjar.server.route;

import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.deploy.FileError;
import dev.nightjar.server.deploy.Losses;
import dev.nightjar.server.deploy.Outcome;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Puts and removes single resources; what does not work out is an error of the request. */
public final class SingleChanges {
  private final Deployer deployer;
  private final boolean enable;

  /**
   * @param enable whether what tables lack is switched on without being asked for
   */
  public SingleChanges(Deployer deployer, boolean enable) {
    this.deployer = deployer;
    this.enable = enable;
  }

  /**
   * Makes a resource live, in the place of the one of its name.
   *
   * @param destructive whether rows may be lost
   * @throws HttpProblem 400 with everything that is wrong
   */
  Outcome put(Exchange exchange, SourceFile file, boolean destructive) {
    return done(
        exchange,
        deployer.change(
            exchange.workspace(), List.of(file), Set.of(), rights(destructive), _ -> {}),
        Optional.of(file));
  }

  /**
   * Makes another version of a data source live, if nothing is lost by it that nobody spoke of: the
   * rows of a mirrored one come again from DynamoDB, those of plain ones do not.
   *
   * @param dry whether to change nothing
   * @return what is lost, or would be, in sentences
   * @throws HttpProblem 400 with everything that is wrong
   */
  List<String> alter(
      Exchange exchange, SourceFile file, boolean mirrored, LiveSet live, boolean dry) {
    List<String> told = new ArrayList<>();
    Consumer<Losses> check =
        losses -> {
          if (mirrored) {
            requireOthersRows(losses, file, live);
          }
          told.addAll(told(exchange, losses, file));
        };
    if (dry) {
      check.accept(deployer.losses(exchange.workspace(), file, rights(mirrored)));
    } else {
      Outcome outcome =
          deployer.change(exchange.workspace(), List.of(file), Set.of(), rights(mirrored), check);
      done(exchange, outcome, Optional.of(file));
    }
    return told;
  }

  private static List<String> told(Exchange exchange, Losses found, SourceFile file) {
    Optional<SourceFile> put = Optional.of(file);
    if (!found.errors().isEmpty()) {
      throw wrong(exchange, found.errors(), put);
    }
    return found.losses().stream()
        .map(loss ->
            maySee(exchange, loss.resource(), put)
                ? loss.resource() + ": " + loss.message()
                : "Something else that this token may not read is made anew.")
        .distinct()
        .toList();
  }

  /** A plain data source that is made anew loses rows. */
  private static void requireOthersRows(Losses losses, SourceFile file, LiveSet live) {
    List<String> lost =
        losses.losses().stream()
            .filter(loss ->
                !loss.resource().equals(file.name() + ".datasource")
                    && live.datasource(loss.resource().replaceFirst("\\.datasource$", ""))
                        .filter(other -> other.dynamoDb().isPresent())
                        .isEmpty())
            .map(loss -> loss.resource() + ": " + loss.message())
            .toList();
    if (!lost.isEmpty()) {
      throw HttpProblem.badRequest(
          String.join("\n", lost)
              + "\nDeploy the whole project, where the loss can be allowed, to do it nevertheless.");
    }
  }

  /**
   * Removes resources, their rows with them.
   *
   * @throws HttpProblem 400 when others need them
   */
  Outcome remove(Exchange exchange, Set<ResourceName> names) {
    return done(
        exchange,
        deployer.change(exchange.workspace(), List.of(), names, rights(true), _ -> {}),
        Optional.empty());
  }

  private Deployer.Rights rights(boolean destructive) {
    return new Deployer.Rights(destructive, enable);
  }

  /** What is wrong with other files is for those who may read them. */
  private static Outcome done(Exchange exchange, Outcome outcome, Optional<SourceFile> put) {
    if (outcome.result() == Outcome.Result.FAILED) {
      throw wrong(exchange, outcome.deployment().errors(), put);
    }
    return outcome;
  }

  private static HttpProblem wrong(
      Exchange exchange, List<FileError> all, Optional<SourceFile> put) {
    List<String> errors =
        all.stream()
            .filter(error -> maySee(exchange, error.filename(), put))
            .map(FileError::error)
            .toList();
    return HttpProblem.badRequest(
        errors.isEmpty()
            ? "Something else in the workspace, which this token may not read, needs it to stay as it is."
            : String.join("\n", errors));
  }

  private static boolean maySee(Exchange exchange, String resource, Optional<SourceFile> put) {
    return exchange.rights().allow(Permission.WORKSPACE_READ_ALL)
        || put.map(SourceFile::path)
            .filter(path -> path.equals(resource) || path.endsWith("/" + resource))
            .isPresent();
  }
}
