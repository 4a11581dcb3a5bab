package dev.nightjar.cli.remote;

import dev.nightjar.cli.api.Answer;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.remote.Check.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Has a server try what its mirrors need of AWS. */
public final class AwsChecks {

  private AwsChecks() {}

  /** Tries all of one mirror. */
  public static List<Check> of(ServerClient server, MirrorSource source) {
    String subject =
        source
            .datasource()
            .map(name -> name + " (" + source.connection() + ")")
            .orElseGet(source::connection);
    Answer answer = server.post("/v1/integrations/dynamodb/checks", source.question());
    if (!answer.ok()) {
      return List.of(new Check(subject, "role", Outcome.FAILED, Json.errorOf(answer)));
    }
    List<Check> checks = new ArrayList<>();
    for (JsonNode check : answer.json().path("checks")) {
      checks.add(
          new Check(
              subject,
              check.path("check").asString(""),
              Outcome.valueOf(check.path("outcome").asString("failed").toUpperCase(Locale.ROOT)),
              check.path("detail").asString("")));
    }
    return checks;
  }
}
