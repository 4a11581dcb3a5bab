package dev.nightjar.cli.connect;

import static dev.nightjar.cli.connect.MirrorDialogue.bucketQuestion;
import static dev.nightjar.cli.connect.MirrorDialogue.nameQuestion;

import dev.nightjar.cli.Environment;
import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.FoundServer;
import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.Side;
import dev.nightjar.cli.connect.MirrorDialogue.Mirror;
import dev.nightjar.cli.connect.TableDialogue.Settled;
import dev.nightjar.cli.files.NewFiles;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.prompt.Interview;
import dev.nightjar.cli.prompt.Question;
import dev.nightjar.cli.prompt.Steps;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DynamoDbConnection;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.Reading;
import dev.nightjar.project.SourceFile;
import dev.nightjar.project.TableArn;
import dev.nightjar.project.Value;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Adds a table to a connection that the project has: asks, has it validated, writes its file. */
public final class DatasourceDialogue {

  private final Environment environment;
  private final ServerClient server;
  private final Interview interview;
  private final PrintWriter out;
  private final WizardOptions options;
  private final List<ProjectFile> files;
  private final MirrorDialogue rest;

  private ConnectionFile connection;
  private DynamoDbConnection access;
  private String region;
  private String arn;
  private String bucket;
  private String name;
  private Settled settled;
  private Mirror mirror;

  /**
   * @param out where the dialogue is shown
   * @param options {@code name} is the connection's
   */
  public DatasourceDialogue(
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
    this.files = ProjectFolder.list(environment.directory());
    this.rest =
        new MirrorDialogue(
            interview, options.numberKeys(), new TakenNames(files, Set.of(), options.force()));
  }

  /**
   * Runs it.
   *
   * @return what was made: {@code datasource}
   * @throws dev.nightjar.cli.prompt.StoppedException if the person stops it; nothing is left then
   */
  public ObjectNode run() {
    if (interview.asks()) {
      interview.say("An answer of < goes back to the question before.");
    }
    new Steps(interview)
        .take(
            List.of(
                this::chooseConnection,
                this::askTable,
                () -> bucket = rest.bucket(bucketQuestion(Optional.empty()), options.bucket()),
                () -> name = rest.name(nameQuestion("--name", preset(arn)), options.datasource()),
                this::validate,
                this::tryRights,
                this::describe));
    return write();
  }

  private void chooseConnection() {
    connection = ofProject();
    access =
        connection
            .dynamoDb()
            .orElseThrow(() ->
                new UserException(
                    connection.source().path()
                        + " states no DYNAMODB_ARN and no DYNAMODB_REGION. Add both."));
    region =
        access
            .region()
            .literal()
            .orElseThrow(() ->
                new UserException(
                    connection.positions().of("DYNAMODB_REGION")
                        + ": the region is a secret, which only the server knows. Write it out."));
  }

  private void askTable() {
    arn =
        interview.answer(
            new Question(
                "--table-arn",
                "DynamoDB table ARN, such as arn:aws:dynamodb:%s:123456789012:table/my-table"
                    .formatted(region)),
            options.tableArn(),
            text -> AnswerChecks.tableArn(text, region));
  }

  private void validate() {
    settled =
        dialogue()
            .ofConnection(
                new TableQuestion(
                    arn, region, role(access.roleArn()), connection.name(), options.enable()));
  }

  private void tryRights() {
    String asked = bucket;
    bucket =
        new RightsDialogue(servers(), interview)
            .settle(
                settled.question(),
                asked,
                () -> rest.bucket(bucketQuestion(Optional.of(asked)), Optional.empty()));
  }

  private void describe() {
    mirror = rest.mirror(settled.question(), settled.table().orElseThrow(), name, bucket);
  }

  /** A name like the table's, where its name can be one. */
  private static Optional<String> preset(String arn) {
    return TableArn.parse(arn)
        .accepted()
        .map(table -> table.table().replaceAll("[^A-Za-z0-9_]", "_"))
        .flatMap(name -> AnswerChecks.datasourceName(name).accepted());
  }

  private ConnectionFile ofProject() {
    ParsedProject parsed =
        ProjectParser.parse(
            files.stream()
                .filter(file -> file.kind() == Kind.CONNECTION)
                .map(file -> new SourceFile(file.path(), file.text()))
                .toList());
    if (parsed.hasErrors()) {
      throw new UserException(parsed.errors().getFirst().toString());
    }
    List<ConnectionFile> all =
        parsed.project().connections().values().stream()
            .filter(connection -> connection.type().equals("dynamodb"))
            .toList();
    if (all.isEmpty()) {
      throw new UserException(
          "This project has no DynamoDB connection yet. `nightjar connection create dynamodb` makes one.");
    }
    if (options.name().isEmpty() && interview.asks() && all.size() > 1) {
      Question question = new Question("--connection", "Which connection?");
      return all.get(interview.choose(question, all.stream().map(ConnectionFile::name).toList()));
    }
    Question question = new Question("--connection", "Which connection?", Optional.empty());
    Optional<String> only = all.size() == 1 ? Optional.of(all.getFirst().name()) : Optional.empty();
    return interview.answer(question, options.name().or(() -> only), text -> named(text, all));
  }

  private static Reading<ConnectionFile> named(String name, List<ConnectionFile> all) {
    return all.stream()
        .filter(connection -> connection.name().equals(name))
        .findFirst()
        .<Reading<ConnectionFile>>map(Reading.Read::new)
        .orElseGet(() ->
            new Reading.Refused<>(
                "There is no DynamoDB connection `%s` in this project. There is: %s."
                    .formatted(
                        name, String.join(", ", all.stream().map(ConnectionFile::name).toList()))));
  }

  private static TableQuestion.Role role(Value role) {
    return switch (role) {
      case Value.Literal(String text) -> new TableQuestion.Role.Arn(text);
      case Value.SecretReference(String name, var _) -> new TableQuestion.Role.Secret(name);
    };
  }

  private TableDialogue dialogue() {
    return new TableDialogue(environment, servers(), interview, out, options.rolePatience());
  }

  private List<FoundServer> servers() {
    return List.of(new FoundServer(Side.LOCAL, server));
  }

  private ObjectNode write() {
    String path = MirrorFiles.datasourcePath(mirror.name());
    try (NewFiles files =
        NewFiles.prepare(environment.directory(), Map.of(path, mirror.text()), options.force())) {
      files.put();
    }
    interview.say("✓ " + path + " created");
    interview.say(MirrorFiles.nextSteps(options.program(), mirror.name()));
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result
        .putObject("datasource")
        .put("name", mirror.name())
        .put("file", path)
        .put("connection", connection.name())
        .put("table_arn", mirror.tableArn())
        .put("export_bucket", mirror.bucket());
    return result;
  }
}
