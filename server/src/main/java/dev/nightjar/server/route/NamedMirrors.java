package dev.nightjar.server.route;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.project.FileKind;
import dev.nightjar.server.http.Exchange;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSets;

/** Finds the mirror that a path names by its data source. */
record NamedMirrors(Mirrors mirrors, LiveSets liveSets) {

  /**
   * The mirror of the data source in the path, of the caller's workspace.
   *
   * @throws HttpProblem 404 if there is none
   */
  MirrorStatus require(Exchange exchange) {
    String name = exchange.path("datasource");
    return liveSets
        .of(exchange.workspace())
        .find(FileKind.DATASOURCE, name)
        .flatMap(resource -> mirrors.status(resource.id()))
        .orElseThrow(
            () -> HttpProblem.notFound("There is no data source '" + name + "' with a mirror."));
  }
}
