package dev.nightjar.project;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Random models, such as the parser can make of some text. */
final class Models {
  private static final Position HERE = new Position("x", 1, 1);
  static final Positions POSITIONS = new Positions(HERE, Map.of());

  private Models() {}

  static Arbitrary<String> names() {
    return Arbitraries.strings()
        .withCharRange('a', 'z')
        .withChars("_Z9")
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(name -> !Character.isDigit(name.charAt(0)));
  }

  /** Names of columns and attributes: anything that can stand between backticks on a line. */
  private static Arbitrary<String> awkwardNames() {
    return Arbitraries.oneOf(
        names(),
        Arbitraries.strings()
            .withChars("ab `\"'\\.,-#()$[]:ß😀é")
            .ofMinLength(1)
            .ofMaxLength(6)
            .filter(name -> !name.isBlank()));
  }

  /** Lines of text as descriptions have them. */
  private static Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", "SCHEMA >", "# b", "-- c", "  indented", "", "\"q\"", "TYPE x", "日本", ">", "it's")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(lines -> String.join("\n", lines).strip())
        .filter(text -> !text.isEmpty());
  }

  private static Arbitrary<String> types() {
    return Arbitraries.of(
        "String",
        "Nullable(String)",
        "Array(Tuple(a String, b Decimal(10, 2)))",
        "Enum8('a,b' = 1, 'c)' = 2)",
        "DateTime64(3, 'UTC')",
        "LowCardinality(Nullable(String))");
  }

  private static Arbitrary<String> expressions() {
    return Arbitraries.of(
        "1",
        "'x'",
        "'a#b'",
        "now64(3)",
        "toDate(a, b)",
        "['a', 'b']",
        "concat('`json:', \"q\")",
        "tuple()",
        "a = 'it\\'s'");
  }

  private static Arbitrary<JsonPath> paths() {
    return Combinators.combine(
            awkwardNames().list().ofMaxSize(3),
            Arbitraries.of(true, false),
            awkwardNames().list().ofMaxSize(2))
        .as((names, array, inside) -> new JsonPath(names, array, array ? inside : List.of()));
  }

  private static Arbitrary<List<Column>> columns() {
    return Combinators.combine(
            awkwardNames(),
            types(),
            paths().optional(),
            expressions().optional(),
            Arbitraries.of("ZSTD(1)", "Delta, LZ4").optional())
        .as((name, type, path, value, codec) -> new Column(name, type, path, value, codec, HERE))
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .uniqueElements(Column::name);
  }

  private static Arbitrary<Value> values(Arbitrary<String> literals) {
    return Arbitraries.oneOf(
        literals.map(Value.Literal::new),
        Combinators.combine(names(), Arbitraries.of("", "a b", "it's", "#x").optional())
            .as(Value.SecretReference::new));
  }

  private static Arbitrary<String> plainValues() {
    return Arbitraries.of(
        "a",
        "a b",
        "\"",
        "it's",
        "a # b",
        "\"a\" b",
        "@on-demand",
        "x=y",
        "{{ z }}",
        "'",
        "#",
        ">x");
  }

  private static Arbitrary<List<TokenGrant>> tokens(TokenGrant.Permission... permissions) {
    return Combinators.combine(
            Arbitraries.of("app", "the app", "it's", "\"x\""), Arbitraries.of(permissions))
        .as((token, permission) -> new TokenGrant(token, permission, HERE))
        .list()
        .ofMaxSize(3)
        .uniqueElements(grant -> grant.token() + grant.permission());
  }

  private static Arbitrary<List<String>> tags() {
    return Arbitraries.of("a", "b c", "d-e").list().ofMaxSize(2);
  }

  private static Arbitrary<List<Directive>> directives(String... names) {
    return Combinators.combine(Arbitraries.of(names), plainValues())
        .as((name, value) -> new Directive(name, value, HERE))
        .list()
        .ofMaxSize(3)
        .uniqueElements(Directive::name);
  }

  private static Arbitrary<Engine> engines(List<Column> columns) {
    Arbitrary<String> column = Arbitraries.of(columns).map(Column::name);
    Arbitrary<String> part =
        Arbitraries.oneOf(column, Arbitraries.of("toDate(a, b)", "x + 1", "`q w`"));
    Arbitrary<Map<String, String>> settings =
        Arbitraries.of("a=1", "b='x, \"y\"'", "c=true", "d=-1.5")
            .list()
            .ofMaxSize(3)
            .uniqueElements()
            .map(list -> {
              Map<String, String> map = new LinkedHashMap<>();
              list.forEach(s -> map.put(s.substring(0, 1), s.substring(2)));
              return map;
            });
    return Combinators.combine(
            Arbitraries.of("MergeTree", "ReplacingMergeTree", "Null").optional(),
            expressions().optional(),
            part.list().ofMaxSize(3).uniqueElements(),
            expressions().optional(),
            expressions().optional(),
            column.optional(),
            column.list().ofMaxSize(2),
            settings)
        .as((name, partition, key, primary, ttl, ver, summing, map) ->
            new Engine(
                name, partition, key, primary, partition, ttl, ver, ver, ver, ver, summing, map));
  }

  private static Arbitrary<List<Index>> indexes() {
    return Combinators.combine(
            names(), Arbitraries.of("a", "(a, b)", "lower(`TYPE x`)"),
            Arbitraries.of("minmax", "bloom_filter(0.01)"), Arbitraries.integers().between(1, 9))
        .as((name, expression, type, n) -> new Index(name, expression, type, n, HERE))
        .list()
        .ofMaxSize(2)
        .uniqueElements(Index::name);
  }

  static Arbitrary<DatasourceFile> datasources() {
    Arbitrary<DynamoDbImport> imports =
        Combinators.combine(
                names(),
                values(Arbitraries.just("arn:aws:dynamodb:us-east-1:123456789012:table/orders")),
                values(Arbitraries.just("my-bucket")))
            .as(DynamoDbImport::new);
    return columns()
        .flatMap(columns ->
            Combinators.combine(
                    texts().optional(),
                    engines(columns),
                    imports.optional(),
                    indexes(),
                    tokens(TokenGrant.Permission.values()),
                    tags(),
                    Arbitraries.of("SELECT *,\n  1 AS x", "SELECT a").optional(),
                    directives("KAFKA_TOPIC", "KAFKA_GROUP_ID"))
                .as((description, engine, source, indexes, tokens, tags, forward, others) ->
                    new DatasourceFile(
                        "x",
                        new SourceFile("x.datasource", ""),
                        description,
                        columns,
                        engine,
                        source,
                        indexes,
                        tokens,
                        tags,
                        tags,
                        forward,
                        forward.isPresent(),
                        source.isPresent() ? List.of() : others,
                        POSITIONS)));
  }

  private static Arbitrary<NodeType> nodeTypes() {
    return Arbitraries.oneOf(
        Arbitraries.just(new NodeType.Standard()),
        Arbitraries.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(60))
            .map(NodeType.Endpoint::new),
        Combinators.combine(names(), Arbitraries.just("alter").optional())
            .as(NodeType.Materialized::new),
        Combinators.combine(
                names(),
                Arbitraries.of("@on-demand", "0 * * * *").optional(),
                Arbitraries.of(NodeType.CopyMode.values()))
            .as(NodeType.Copy::new),
        directives("EXPORT_FORMAT", "EXPORT_SCHEDULE").map(NodeType.Sink::new));
  }

  private static Arbitrary<Node> nodes() {
    Arbitrary<String> sql =
        Arbitraries.of(
            "SELECT 1",
            "SELECT\n  a,\n\n    b\nFROM t",
            "SELECT {{ String(x) }}",
            "TYPE x",
            "# c\nSELECT '\n  z'");
    return Combinators.combine(
            names(),
            texts().optional(),
            sql,
            Arbitraries.of("", "  ", "\t"),
            Arbitraries.of(true, false),
            nodeTypes())
        .as((name, description, text, indent, template, type) ->
            new Node(
                name,
                description,
                (template ? indent : "") + text,
                template,
                type,
                POSITIONS,
                HERE));
  }

  static Arbitrary<PipeFile> pipes() {
    return Combinators.combine(
            texts().optional(), nodes().list().ofMinSize(1).ofMaxSize(3),
            tokens(TokenGrant.Permission.READ), tags())
        .as((description, nodes, tokens, tags) ->
            new PipeFile(
                "x",
                new SourceFile("x.pipe", ""),
                description,
                nodes,
                tokens,
                tags,
                List.of(),
                POSITIONS));
  }

  static Arbitrary<ConnectionFile> connections() {
    Arbitrary<DynamoDbConnection> settings =
        Combinators.combine(
                values(Arbitraries.just("arn:aws:iam::123456789012:role/r")),
                values(Arbitraries.just("eu-west-1")))
            .as(DynamoDbConnection::new);
    Arbitrary<List<Directive>> kafka =
        Combinators.combine(
                directives("KAFKA_KEY", "KAFKA_SECRET"),
                texts().map(text -> new Directive("KAFKA_SSL_CA_PEM", text + "\nend", HERE)))
            .as((list, block) -> Stream.concat(list.stream(), Stream.of(block)).toList());
    return Combinators.combine(texts().optional(), settings.optional(), kafka)
        .as((description, dynamoDb, others) ->
            new ConnectionFile(
                "x",
                new SourceFile("x.connection", ""),
                description,
                dynamoDb.isPresent() ? "dynamodb" : "kafka",
                dynamoDb,
                dynamoDb.isPresent() ? List.of() : others,
                POSITIONS));
  }

  static <T> Optional<T> only(Map<String, T> map) {
    return map.values().stream().findFirst();
  }
}
