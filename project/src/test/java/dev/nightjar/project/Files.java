package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** Datafiles for tests, and short ways to read them. */
final class Files {
  static final String CONNECTION =
      """
      TYPE dynamodb
      DYNAMODB_ARN {{ tb_secret("dynamodb_role_arn_my_ddb") }}
      DYNAMODB_REGION us-east-1
      """;

  static final String IMPORT =
      """

      IMPORT_CONNECTION_NAME my_ddb
      IMPORT_TABLE_ARN arn:aws:dynamodb:us-east-1:123456789012:table/orders
      IMPORT_EXPORT_BUCKET my-orders-exports
      """;

  private Files() {}

  static SourceFile connection() {
    return new SourceFile("connections/my_ddb.connection", CONNECTION);
  }

  static SourceFile datasource(String text) {
    return new SourceFile("datasources/orders.datasource", text);
  }

  static SourceFile pipe(String text) {
    return new SourceFile("pipes/ep.pipe", text);
  }

  /** The files' project, which must be without problems. */
  static Project sound(SourceFile... files) {
    ParsedProject parsed = ProjectParser.parse(List.of(files));
    assertThat(parsed.problems()).isEmpty();
    return parsed.project();
  }

  /** The data source `orders` of that text, read together with the connection; it must be sound. */
  static DatasourceFile orders(String text) {
    return sound(connection(), datasource(text)).datasources().get("orders");
  }

  /** The pipe `ep` of that text, which must be sound. */
  static PipeFile ep(String text) {
    return sound(pipe(text)).pipes().get("ep");
  }

  /** What is wrong with the files, in the form {@code file:line:column: message}. */
  static List<String> problems(SourceFile... files) {
    return ProjectParser.parse(List.of(files)).problems().stream().map(Problem::toString).toList();
  }

  /** What is wrong with the data source `orders`, in the form {@code line:column: message}. */
  static List<String> ordersProblems(String text) {
    return inFile("datasources/orders.datasource", problems(connection(), datasource(text)));
  }

  /** What is wrong with the pipe `ep`, in the form {@code line:column: message}. */
  static List<String> epProblems(String text) {
    return inFile("pipes/ep.pipe", problems(pipe(text)));
  }

  private static List<String> inFile(String file, List<String> problems) {
    List<String> found = new ArrayList<>();
    for (String problem : problems) {
      assertThat(problem).startsWith(file + ":");
      found.add(problem.substring(file.length() + 1));
    }
    return found;
  }
}
