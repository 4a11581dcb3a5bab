package dev.nightjar.project;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a {@code .connection} file. */
final class ConnectionParser {
  private static final List<String> TYPES = List.of("dynamodb", "kafka", "s3", "gcs");
  private static final Set<String> OWN =
      Set.of("TYPE", "DESCRIPTION", "DYNAMODB_ARN", "DYNAMODB_REGION", "VERSION", "INCLUDE");

  private ConnectionParser() {}

  static ConnectionFile parse(SourceFile file, KnownResources known, ProblemLog log) {
    Scope scope = new Scope(Position.startOf(file.path()), log);
    Lexer.statements(file, FileKind.CONNECTION, log).forEach(scope::add);
    FileDirectives.checkObsolete(scope, log);
    String type = type(scope, log);
    return new ConnectionFile(
        file.name(),
        file,
        scope.text("DESCRIPTION"),
        type,
        type.equals("dynamodb")
            ? dynamoDb(file.name(), scope, known.connections().contains(file.name()), log)
            : Optional.empty(),
        scope.generic(
            scope.names().stream().filter(name -> !OWN.contains(name)).collect(Collectors.toSet())),
        scope.positions());
  }

  private static String type(Scope scope, ProblemLog log) {
    Optional<String> stated = scope.needed("TYPE").map(text -> text.toLowerCase(Locale.ROOT));
    if (!scope.has("TYPE")) {
      log.error(scope.position("TYPE"), "A connection has a type: `TYPE dynamodb`, for example.");
    } else if (stated.isPresent() && !TYPES.contains(stated.get())) {
      log.error(
          scope.position("TYPE"),
          "`%s` is not a type of connection. The types are %s.%s"
              .formatted(
                  stated.get(),
                  String.join(", ", TYPES),
                  Suggestion.didYouMean(stated.get(), TYPES)));
    }
    for (String name : List.of("DYNAMODB_ARN", "DYNAMODB_REGION")) {
      if (stated.isPresent() && !stated.get().equals("dynamodb") && scope.has(name)) {
        log.error(
            scope.position(name),
            "`%s` belongs to `TYPE dynamodb`, and this is `TYPE %s`."
                .formatted(name, stated.get()));
      }
    }
    return stated.orElse("");
  }

  private static Optional<DynamoDbConnection> dynamoDb(
      String connection, Scope scope, boolean isKnown, ProblemLog log) {
    if (isKnown && !scope.has("DYNAMODB_ARN") && !scope.has("DYNAMODB_REGION")) {
      // The classic client writes such a file after it has made the connection.
      return Optional.empty();
    }
    Optional<Value> arn =
        needed(
            scope,
            "DYNAMODB_ARN",
            "the role to assume. Write `DYNAMODB_ARN {{ tb_secret(\"dynamodb_role_arn_%s\") }}` and set that secret."
                .formatted(connection),
            log);
    Optional<Value> region =
        needed(
            scope,
            "DYNAMODB_REGION",
            "the region of the table, for example `DYNAMODB_REGION us-east-1`.",
            log);
    arn.flatMap(Value::literal)
        .filter(text -> !text.matches("arn:aws:iam::\\d{12}:role/\\S+"))
        .ifPresent(text ->
            log.error(
                scope.position("DYNAMODB_ARN"),
                "`%s` is not the ARN of a role. It looks like `arn:aws:iam::<account>:role/<name>`, with an account of 12 digits."
                    .formatted(text)));
    region
        .flatMap(Value::literal)
        .filter(text -> !text.matches("[a-z0-9]+(-[a-z0-9]+)*"))
        .ifPresent(text ->
            log.error(
                scope.position("DYNAMODB_REGION"),
                "`%s` is not an AWS region. Write its code, for example `us-east-1`."
                    .formatted(text)));
    return arn.flatMap(role -> region.map(where -> new DynamoDbConnection(role, where)));
  }

  private static Optional<Value> needed(Scope scope, String name, String what, ProblemLog log) {
    if (!scope.has(name)) {
      log.error(scope.position("TYPE"), "Missing %s: %s".formatted(name, what));
    }
    return scope.secretOr(name).map(ConnectionParser::withoutInnerQuotes);
  }

  /** The wizard's way through `.env.local` may leave quotes inside the quotes. */
  private static Value withoutInnerQuotes(Value value) {
    return value instanceof Value.Literal(String text)
        ? new Value.Literal(text.replaceAll("^['\"]+|['\"]+$", ""))
        : value;
  }
}
