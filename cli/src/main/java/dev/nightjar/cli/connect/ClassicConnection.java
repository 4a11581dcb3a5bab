package dev.nightjar.cli.connect;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.files.NewFiles;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.project.Reading;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The classic page's way: the policies with three confirmations, then the role's ARN, the region
 * and the name; the connection is made on the server. The file that is written says only what it
 * is; nothing reads it.
 */
public final class ClassicConnection {

  /** The whole file, as the classic command line writes it. */
  private static final String FILE = "TYPE dynamodb\n\n";

  private static final String CONTINUE = "Press y to continue";

  private final Path folder;
  private final ServerClient server;
  private final Interview interview;

  /**
   * @param folder where the file is written
   */
  public ClassicConnection(Path folder, ServerClient server, Interview interview) {
    this.folder = folder;
    this.server = server;
    this.interview = interview;
  }

  /** What is known before anything is asked. */
  public record Answers(
      Optional<String> roleArn,
      Optional<String> region,
      Optional<String> name,
      Optional<String> bucket,
      Optional<String> table) {}

  /**
   * Makes the connection.
   *
   * @return its name, region and role, and the file
   * @throws UserException if a confirmation is refused
   */
  public ObjectNode create(Answers given) {
    JsonNode access =
        server.get(
            "/v0/integrations/dynamodb/policies/read-access-policy?"
                + given.table().map(t -> "table_name=" + ServerClient.encode(t) + "&").orElse("")
                + given.bucket().map(b -> "bucket=" + ServerClient.encode(b)).orElse(""));
    JsonNode trust = server.get("/v0/integrations/dynamodb/policies/trust-policy");
    if (given.roleArn().isEmpty() && interview.asks()) {
      confirm("[1] Log into your AWS Console");
      confirm(
          """
          [2] Go to IAM > Policies > Create Policy > JSON. Replace <your_dynamodb_table> by your
          table's name and <your_dynamodb_export_bucket> by your bucket's, and create the policy:

          %s
          """
              .formatted(Json.pretty(access)));
      confirm(
          """
          [3] Go to IAM > Roles > Create Role > Custom trust policy. Use this one, and attach the
          policy of the step before:

          %s
          """
              .formatted(Json.pretty(trust)));
    }
    String role =
        interview.answer(
            new Question("--role-arn", "Enter the ARN of the role you just created"),
            given.roleArn(),
            AnswerChecks::roleArn);
    String region =
        interview.answer(
            new Question("--region", "Enter the region where the table is located"),
            given.region(),
            AnswerChecks::region);
    String name =
        interview.answer(
            new Question("--name", "Enter the name for this connection"), given.name(), free());
    return made(name, region, role);
  }

  private ObjectNode made(String name, String region, String role) {
    String file = name + ".connection";
    try (NewFiles files = NewFiles.prepare(folder, Map.of(file, FILE), false)) {
      server.send(
          "/v0/connectors?service=dynamodb&name=%s&dynamodb_iamrole_arn=%s&dynamodb_iamrole_region=%s"
              .formatted(
                  ServerClient.encode(name),
                  ServerClient.encode(role),
                  ServerClient.encode(region)));
      files.put();
    }
    interview.say("✓ connection " + name + " created on " + server.base());
    interview.say("✓ " + file + " created: nothing reads it, and it may be deleted");
    interview.say("  Region: " + region + "\n  Role ARN: " + role);
    interview.say(
        """

        Next, in a file mytable.datasource:
          SCHEMA >
              transaction_id String `json:$.transaction_id`

          IMPORT_SERVICE "dynamodb"
          IMPORT_CONNECTION_NAME %s
          IMPORT_TABLE_ARN <your_table_arn>
          IMPORT_EXPORT_BUCKET <your_dynamodb_export_bucket>
        and: nightjar push mytable.datasource\
        """
            .formatted(name));
    return JsonNodeFactory.instance
        .objectNode()
        .put("name", name)
        .put("region", region)
        .put("role_arn", role)
        .put("file", file);
  }

  private void confirm(String step) {
    interview.say(step);
    if (!interview.confirm(new Question("--role-arn", CONTINUE))) {
      throw new UserException("Nothing was done.");
    }
  }

  private Function<String, Reading<String>> free() {
    Set<String> taken = new HashSet<>();
    for (JsonNode connector : server.get("/v0/connectors").path("connectors")) {
      taken.add(connector.path("name").asString(""));
    }
    return text -> {
      if (taken.contains(text)) {
        return new Reading.Refused<>(
            "There is a connection `%s` already. `nightjar connection ls` lists them."
                .formatted(text));
      }
      return Files.exists(folder.resolve(text + ".connection"))
          ? new Reading.Refused<>("There is a file `%s.connection` already.".formatted(text))
          : AnswerChecks.connectionName(text);
    };
  }
}
