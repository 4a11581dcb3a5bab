package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "create",
    description =
        "Makes a token: a static one that stays, or with --expires a JWT that ends by itself.",
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar token create app --scope PIPES:READ:top",
      "  nightjar token create feed --scope DATASOURCES:APPEND:orders",
      "  nightjar token create eu --scope DATASOURCES:READ:orders \\",
      "    --filter \"region = 'eu'\"",
      "  nightjar token create web --scope PIPES:READ:top --fixed org=acme \\",
      "    --expires 1h --rps 10",
      "Scopes are ADMIN, TOKENS, WORKSPACE:READ_ALL, DATASOURCES:CREATE,",
      "PIPES:CREATE; DATASOURCES:READ:name, DATASOURCES:APPEND:name,",
      "DATASOURCES:DROP:name, PIPES:READ:name and PIPES:DROP:name."
    })
final class CreateTokenCommand implements Callable<Integer> {
  private static final String READS_DATA = "DATASOURCES:READ";
  private static final String READS_PIPES = "PIPES:READ";

  private final Environment environment;
  private final Clock clock = Clock.systemUTC();

  @Spec CommandSpec spec;

  @Mixin ClientOptions client;

  @Parameters(paramLabel = "NAME", description = "What it is called.")
  String name;

  @Option(
      names = "--scope",
      required = true,
      paramLabel = "SCOPE",
      description = "What it allows, such as PIPES:READ:name; may be repeated.")
  List<String> scopes;

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      description =
          "A condition of SQL over the columns of the one data source that it reads: it sees the"
              + " rows that fulfil it.")
  Optional<String> filter = Optional.empty();

  @Option(
      names = "--expires",
      converter = AwsLocalCommand.TimeSpanConverter.class,
      paramLabel = "TIME",
      description = "Make a JWT that is good for so long: 30s, 15m, 4h, 35d.")
  Optional<TimeSpan> expires = Optional.empty();

  @Option(
      names = "--fixed",
      paramLabel = "PARAMETER=VALUE",
      description =
          "A parameter of the pipes that it reads which the caller cannot change; may be"
              + " repeated.")
  List<String> fixed = new ArrayList<>();

  @Option(
      names = "--rps",
      paramLabel = "N",
      description = "So many requests a second are answered; for JWTs only.")
  Optional<Integer> requestsPerSecond = Optional.empty();

  CreateTokenCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    ObjectNode wish = wish();
    String path =
        "/v0/tokens"
            + expires
                .map(span ->
                    "?expiration_time=" + clock.instant().plus(span.duration()).getEpochSecond())
                .orElse("");
    try (ServerClient server = client.connect(environment)) {
      JsonNode made = server.post(path, wish).required().json();
      new Done("✓ token " + name + " created\n" + made.path("token").asString(""), made)
          .print(client.format(), environment.terminal());
    }
    return 0;
  }

  private ObjectNode wish() {
    if (requestsPerSecond.isPresent() && expires.isEmpty()) {
      throw wrong("--rps is for JWTs: add --expires.");
    }
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("name", name);
    List<ObjectNode> written = scopes.stream().map(CreateTokenCommand::scope).toList();
    filter.ifPresent(condition -> one(written, READS_DATA, "--filter").put("filter", condition));
    if (!fixed.isEmpty()) {
      List<ObjectNode> pipes = of(written, READS_PIPES);
      if (pipes.isEmpty()) {
        throw wrong("--fixed is for a token with a scope PIPES:READ:name.");
      }
      ObjectNode parameters = JsonNodeFactory.instance.objectNode();
      fixed.forEach(each -> put(parameters, each));
      pipes.forEach(pipe -> pipe.set("fixed_params", parameters));
    }
    wish.putArray("scopes").addAll(written);
    requestsPerSecond.ifPresent(rps -> wish.putObject("limits").put("rps", rps));
    return wish;
  }

  /** The parts of a text; the server says what is wrong with them. */
  private static ObjectNode scope(String text) {
    ObjectNode scope = JsonNodeFactory.instance.objectNode();
    int first = text.indexOf(':');
    int second = text.indexOf(':', first + 1);
    int third = second < 0 ? -1 : text.indexOf(':', second + 1);
    if (first < 0 || second < 0) {
      return scope.put("type", text);
    }
    scope.put("type", text.substring(0, second));
    scope.put("resource", text.substring(second + 1, third < 0 ? text.length() : third));
    if (third >= 0) {
      scope.put("filter", text.substring(third + 1));
    }
    return scope;
  }

  private ObjectNode one(List<ObjectNode> written, String type, String option) {
    List<ObjectNode> found = of(written, type);
    if (found.size() != 1 || found.getFirst().has("filter")) {
      throw wrong(
          option
              + " is for a token with one scope "
              + type
              + ":name. With several, write the conditions into the scopes: "
              + type
              + ":name:condition.");
    }
    return found.getFirst();
  }

  private static List<ObjectNode> of(List<ObjectNode> written, String type) {
    return written.stream().filter(scope -> scope.path("type").asString().equals(type)).toList();
  }

  private void put(ObjectNode parameters, String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw wrong("--fixed is written PARAMETER=VALUE.");
    }
    parameters.put(text.substring(0, equals), text.substring(equals + 1));
  }

  private ParameterException wrong(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
