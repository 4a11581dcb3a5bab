package dev.nightjar.cli.connect;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.Secrets;
import dev.nightjar.cli.connect.Environments.Account;
import dev.nightjar.cli.connect.MirrorDialogue.Mirror;
import dev.nightjar.cli.connect.TableDialogue.Settled;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.cli.prompt.Steps;
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
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The specification's wizard: from a name to the role, the secret in each environment, and the
 * files of a connection and its table. Each answer can be taken back. All is asked and checked
 * first; what is written is written in the end, all or nothing.
 */
public final class ConnectionWizard {

  private static final String SKIP = "skip";

  private final Environment environment;
  private final Environments environments;
  private final Interview interview;
  private final PrintWriter out;
  private final WizardOptions options;
  private final RoleDialogue roles;
  private final TakenNames names;

  // what was answered so far
  private String name;
  private NamedTable table;
  private String bucket;
  private String region;
  private List<FoundServer> servers;
  private RolePolicies policies;
  private String role;
  private Optional<TableQuestion> question;
  private Optional<TableFacts> facts = Optional.empty();
  private String exportBucket;
  private String datasource;
  private Optional<Mirror> mirror = Optional.empty();

  /**
   * @param out where the dialogue is shown
   */
  public ConnectionWizard(
      Environment environment,
      Environments environments,
      Interview interview,
      PrintWriter out,
      WizardOptions options) {
    this.environment = environment;
    this.environments = environments;
    this.interview = interview;
    this.out = out;
    this.options = options;
    this.roles =
        new RoleDialogue(interview, new PolicyPaper(environment.directory(), options.policies()));
    this.names = names();
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
    greet();
    new Steps(interview)
        .take(
            List.of(
                this::askName,
                () -> table = table(),
                () -> bucket = policyBucket(),
                () -> region = region(),
                this::chooseEnvironments,
                this::showAccess,
                this::showTrust,
                () -> role = roles.role(options.roleArn()),
                () -> question = question(),
                this::validate,
                this::askBucket,
                this::tryRights,
                this::askDatasource,
                this::choose));
    return create();
  }

  private void greet() {
    FoundServer own = environments.own();
    interview.say(
        switch (Environments.account(own)) {
          case Account.Known(String id) ->
              "Connects a DynamoDB table to %s, which works in AWS as the account %s."
                  .formatted(own.client().base(), id);
          case Account.Lacking(String problem) ->
              "Connects a DynamoDB table.\n△ %s: %s".formatted(own.client().base(), problem);
        });
    if (interview.asks()) {
      interview.say("An answer of < goes back to the question before.");
    }
  }

  private void askName() {
    name =
        interview.answer(
            new Question(
                "--name",
                "Connection name (only alphanumeric characters and underscores)",
                Optional.of(names.freeConnectionLike("dynamodb"))),
            options.name(),
            names::freeConnection);
    checkSecret(environments.own(), MirrorFiles.secretOf(name));
  }

  private TakenNames names() {
    Set<String> onServer = new HashSet<>();
    for (JsonNode connector :
        environments.own().client().get("/v0/connectors").path("connectors")) {
      onServer.add(connector.path("name").asString(""));
    }
    return new TakenNames(ProjectFolder.list(environment.directory()), onServer, options.force());
  }

  private void checkSecret(FoundServer server, String secret) {
    if (options.force() || !Secrets.isSet(server.client(), secret)) {
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

  private String region() {
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

  private void chooseEnvironments() {
    List<FoundServer> able =
        new EnvironmentDialogue(environments, interview).able(options.environments());
    for (FoundServer server : able) {
      if (server != environments.own()) {
        checkSecret(server, MirrorFiles.secretOf(name));
      }
    }
    servers = able;
    policies = RolePolicies.of(servers, name, table.name(), bucket);
  }

  private void showAccess() {
    if (options.roleArn().isEmpty() && interview.asks()) {
      roles.first(policies, table.name());
    }
  }

  private void showTrust() {
    if (options.roleArn().isEmpty() && interview.asks()) {
      roles.second(policies, table.name());
    }
  }

  private Optional<TableQuestion> question() {
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

  private void validate() {
    if (question.isEmpty()) {
      facts = Optional.empty();
      return;
    }
    Settled settled =
        new TableDialogue(environment, servers, interview, out, options.rolePatience())
            .ofNewRole(question.get(), roles);
    question = Optional.of(settled.question());
    facts = settled.table();
    // another role may have been given after a refusal
    role = ((TableQuestion.Role.Arn) settled.question().role()).text();
  }

  private MirrorDialogue mirrors() {
    return new MirrorDialogue(interview, options.numberKeys(), names);
  }

  private void askBucket() {
    if (facts.isPresent()) {
      boolean any = bucket.equals(AnswerChecks.ANY);
      Question asked = MirrorDialogue.bucketQuestion(any ? Optional.empty() : Optional.of(bucket));
      exportBucket =
          mirrors().bucket(asked, options.bucket().filter(text -> !text.equals(AnswerChecks.ANY)));
    }
  }

  private void tryRights() {
    if (facts.isPresent()) {
      exportBucket =
          new RightsDialogue(servers, interview)
              .settle(
                  question.orElseThrow(),
                  exportBucket,
                  () ->
                      mirrors()
                          .bucket(
                              MirrorDialogue.bucketQuestion(Optional.of(exportBucket)),
                              Optional.empty()));
    }
  }

  private void askDatasource() {
    if (facts.isPresent()) {
      datasource =
          mirrors()
              .name(
                  MirrorDialogue.nameQuestion("--datasource", Optional.of(name)),
                  options.datasource());
    }
  }

  private void choose() {
    mirror =
        facts.map(
            found -> mirrors().mirror(question.orElseThrow(), found, datasource, exportBucket));
  }

  private ObjectNode create() {
    String secret = MirrorFiles.secretOf(name);
    Map<String, String> files = new LinkedHashMap<>();
    files.put(MirrorFiles.connectionPath(name), MirrorFiles.connection(name, region));
    mirror.ifPresent(made -> files.put(MirrorFiles.datasourcePath(made.name()), made.text()));
    List<String> written =
        new Creation(servers, environment.directory()).create(secret, role, files, options.force());
    servers.forEach(server ->
        interview.say(
            "✓ secret %s set in %s (%s)"
                .formatted(secret, server.side().shown(), server.client().base())));
    written.forEach(path -> interview.say("✓ " + path + " created"));
    interview.say(
        mirror
            .map(made -> MirrorFiles.nextSteps(options.program(), made.name()))
            .orElseGet(this::later));
    return result(secret);
  }

  private ObjectNode result(String secret) {
    ObjectNode result = policies.json();
    ObjectNode connection =
        result
            .putObject("connection")
            .put("name", name)
            .put("file", MirrorFiles.connectionPath(name))
            .put("region", region)
            .put("role_arn", role)
            .put("secret", secret);
    ArrayNode sides = connection.putArray("environments");
    servers.forEach(server -> sides.add(server.side().shown()));
    mirror.ifPresentOrElse(
        made ->
            result
                .putObject("datasource")
                .put("name", made.name())
                .put("file", MirrorFiles.datasourcePath(made.name()))
                .put("table_arn", made.tableArn())
                .put("export_bucket", made.bucket()),
        () -> result.putNull("datasource"));
    return result;
  }

  private String later() {
    return """

    Use this connection in your data sources with: IMPORT_CONNECTION_NAME '%1$s'
    Next:
      %2$s datasource create --dynamodb --connection %1$s   writes the file of a table\
    """
        .formatted(name, options.program());
  }
}
