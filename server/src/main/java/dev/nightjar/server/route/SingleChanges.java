package dev.nightjar.server.route;

import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.deploy.Deployer;
import dev.nightjar.server.deploy.FileError;
import dev.nightjar.server.deploy.Outcome;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

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
        deployer.change(exchange.workspace(), List.of(file), Set.of(), rights(destructive)));
  }

  /**
   * Removes resources, their rows with them.
   *
   * @throws HttpProblem 400 when others need them
   */
  Outcome remove(Exchange exchange, Set<ResourceName> names) {
    return done(deployer.change(exchange.workspace(), List.of(), names, rights(true)));
  }

  private Deployer.Rights rights(boolean destructive) {
    return new Deployer.Rights(destructive, enable);
  }

  private static Outcome done(Outcome outcome) {
    if (outcome.result() == Outcome.Result.FAILED) {
      throw HttpProblem.badRequest(
          outcome.deployment().errors().stream()
              .map(FileError::error)
              .collect(Collectors.joining("\n")));
    }
    return outcome;
  }
}
