package dev.nightjar.cli.connect;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.connect.MirrorDialogue.Mirror;
import dev.nightjar.cli.connect.TableDialogue.Settled;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.project.Reading;
import dev.nightjar.project.TableArn;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The specification's wizard: from a name to the role, the secret and the files of a connection and
 * its table. All is asked and checked first; what is written is written in the end, all or nothing.
 */
public final class ConnectionWizard {

  private static final String SKIP = "skip";

  private final Environment environment;
  private final ServerClient server;
  private final Interview interview;
  private final PrintWriter out;
  private final WizardOptions options;

  /**
   * @param out where the dialogue is shown
   */
  public ConnectionWizard(
      Environment environment,
      ServerClient server,
      Interview interview,
      PrintWriter out,
      WizardOptions options) {
    this.environment = environment;
    this.server = server;
    this.interview = interview;
    this.out = out;
    this.options = options;
  }

  /** A table that was named, and its ARN if that was said. */
  private record NamedTable(String name, Optional<TableArn> arn) {}

  /**
   * Runs it.
   *
   * @return what was made: {@code connection}, {@code datasource} (null if there is none) and the
   *     two policies
   * @throws dev.nightjar.cli.prompt.StoppedException if the person stops it; nothing is left then
   */
  public ObjectNode run() {
    String account = RolePolicies.account(server);
    TakenNames names = names();
    interview.say(
        "Connects a DynamoDB table to %s, which works in AWS as the account %s."
            .formatted(server.base(), account));
    String name =
        interview.answer(
            new Question(
                "--name",
                "Connection name (only alphanumeric characters and underscores)",
                Optional.of(names.freeConnectionLike("dynamodb"))),
            options.name(),
            names::freeConnection);
    checkSecret(MirrorFiles.secretOf(name));
    NamedTable table = table();
    String bucket = policyBucket();
    String region = region(table);
    RolePolicies policies = RolePolicies.of(server, name, table.name(), bucket);
    RoleDialogue roles = new RoleDialogue(interview);
    String role = roles.role(policies, table.name(), options.roleArn());
    Optional<TableQuestion> question = question(name, region, role, table);
    if (question.isEmpty()) {
      return create(name, region, role, Optional.empty(), policies);
    }
    Settled settled = dialogue().ofNewRole(question.get(), roles);
    Optional<Mirror> mirror =
        settled.table().map(facts -> mirror(settled.question(), facts, bucket, names));
    // another role may have been given after a refusal
    String settledRole = ((TableQuestion.Role.Arn) settled.question().role()).text();
    return create(name, region, settledRole, mirror, policies);
  }

  private TakenNames names() {
    Set<String> onServer = new HashSet<>();
    for (JsonNode connector : server.get("/v0/connectors").path("connectors")) {
      onServer.add(connector.path("name").asString(""));
    }
    return new TakenNames(ProjectFolder.list(environment.directory()), onServer, options.force());
  }

  private void checkSecret(String secret) {
    if (options.force() || !Secrets.isSet(server, secret)) {
      return;
    }
    boolean replaced =
        interview.confirm(
            new Question("--force", "The server has a secret " + secret + ". Replace it?"));
    if (!replaced) {
      throw new UserException(
          "The server has a secret %s already. Choose another name, remove it with `nightjar secret rm`, or replace it with --force."
              .formatted(secret));
    }
  }

  private NamedTable table() {
    Question question =
        new Question(
            "--table",
            "DynamoDB table name (a specific name is recommended; * lets the role reach any table)");
    Optional<String> given = options.table().or(options::tableArn);
    return interview.answer(
        question,
        interview.asks() ? given : given.or(() -> Optional.of(AnswerChecks.ANY)),
        text ->
            switch (AnswerChecks.tableName(text)) {
              case Reading.Read<String>(String name) ->
                  new Reading.Read<>(new NamedTable(name, TableArn.parse(text).accepted()));
              case Reading.Refused<String>(String problem) -> new Reading.Refused<>(problem);
            });
  }

  private String policyBucket() {
    Question question =
        new Question(
            "--bucket",
            "Export bucket name (a specific name is recommended; * lets the role use any bucket)");
    Optional<String> given = options.bucket();
    return interview.answer(
        question,
        interview.asks() ? given : given.or(() -> Optional.of(AnswerChecks.ANY)),
        AnswerChecks::bucketOrAny);
  }

  private String region(NamedTable table) {
    Optional<String> ofArn =
        options
            .tableArn()
            .flatMap(text -> TableArn.parse(text).accepted())
            .or(table::arn)
            .map(TableArn::region);
    Optional<String> given = options.region();
    String preset =
        given.isPresent() ? "" : ofArn.or(() -> AwsProfile.region(environment)).orElse("us-east-1");
    return interview.answer(
        new Question("--region", "Region (where the DynamoDB table is)", Optional.of(preset)),
        given,
        AnswerChecks::region);
  }

  private Optional<TableQuestion> question(
      String name, String region, String role, NamedTable table) {
    Optional<String> preset =
        table
            .arn()
            .map(TableArn::toString)
            .or(() -> AnswerChecks.tableArnBeside(role, region, table.name()));
    String arn =
        interview.answer(
            new Question(
                "--table-arn",
                "ARN of the DynamoDB table to mirror (" + SKIP + " leaves it for later)",
                interview.asks() && preset.isPresent() ? preset : Optional.of(SKIP)),
            options.tableArn(),
            text ->
                text.equals(SKIP) ? new Reading.Read<>(SKIP) : AnswerChecks.tableArn(text, region));
    return arn.equals(SKIP)
        ? Optional.empty()
        : Optional.of(
            new TableQuestion(
                arn, region, new TableQuestion.Role.Arn(role), name, options.enable()));
  }

  private TableDialogue dialogue() {
    return new TableDialogue(environment, server, interview, out, options.rolePatience());
  }

  private Mirror mirror(
      TableQuestion question, TableFacts table, String policyBucket, TakenNames names) {
    MirrorDialogue dialogue = new MirrorDialogue(interview, options.numberKeys(), names);
    boolean any = policyBucket.equals(AnswerChecks.ANY);
    String bucket =
        dialogue.bucket(
            MirrorDialogue.bucketQuestion(any ? Optional.empty() : Optional.of(policyBucket)),
            options.bucket().filter(text -> !text.equals(AnswerChecks.ANY)));
    String name =
        dialogue.name(
            MirrorDialogue.nameQuestion("--datasource", Optional.of(question.connection())),
            options.datasource());
    return dialogue.mirror(question, table, name, bucket);
  }

  private ObjectNode create(
      String name, String region, String role, Optional<Mirror> mirror, RolePolicies policies) {
    String secret = MirrorFiles.secretOf(name);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(MirrorFiles.connectionPath(name), MirrorFiles.connection(name, region));
    mirror.ifPresent(table -> files.put(MirrorFiles.datasourcePath(table.name()), table.text()));
    List<String> written =
        new Creation(server, environment.directory()).create(secret, role, files, options.force());
    interview.say("✓ secret " + secret + " set on " + server.base());
    written.forEach(path -> interview.say("✓ " + path + " created"));
    interview.say(
        mirror
            .map(table -> MirrorFiles.nextSteps(options.program(), table.name()))
            .orElseGet(() -> later(name)));
    ObjectNode result = policies.json();
    result
        .putObject("connection")
        .put("name", name)
        .put("file", MirrorFiles.connectionPath(name))
        .put("region", region)
        .put("role_arn", role)
        .put("secret", secret);
    mirror.ifPresentOrElse(
        table ->
            result
                .putObject("datasource")
                .put("name", table.name())
                .put("file", MirrorFiles.datasourcePath(table.name()))
                .put("table_arn", table.tableArn())
                .put("export_bucket", table.bucket()),
        () -> result.putNull("datasource"));
    return result;
  }

  private String later(String connection) {
    return """

    Use this connection in your data sources with: IMPORT_CONNECTION_NAME '%1$s'
    Next:
      %2$s datasource create --dynamodb --connection %1$s   writes the file of a table\
    """
        .formatted(connection, options.program());
  }
}
