package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.api.UnreachableException;
import dev.nightjar.cli.files.FileTrouble;
import dev.nightjar.cli.sql.SqlNames;
import dev.nightjar.cli.sql.SqlPrompt;
import dev.nightjar.cli.sql.SqlStatement;
import dev.nightjar.cli.text.TextTable;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
    name = "sql",
    description = {
      "Runs queries and prints their results: one that is given, those of a file, or, without either,"
          + " what is typed at a prompt with history and completion."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar sql \"SELECT count() FROM orders FINAL\"",
      "  nightjar sql --output csv \"SELECT * FROM orders FINAL LIMIT 10\" >orders.csv",
      "  nightjar sql --file report.sql",
      "  nightjar sql                     a prompt; \\? tells what it knows",
      "",
      "A query with a FORMAT clause of its own is printed as ClickHouse wrote it."
    })
final class SqlCommand extends ServerTask {

  private static final String HELP =
      """
      A query may have several lines; a semicolon ends it. Tab completes tables, columns and words.
        \\d         tables and pipes
        \\d NAME    the columns of a table
        \\q         leave (also Ctrl-D)\
      """;

  @Parameters(
      paramLabel = "SQL",
      arity = "0..1",
      description = "One SELECT; - reads standard input.")
  Optional<String> sql = Optional.empty();

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description = "A file of queries, with semicolons between them.")
  Optional<Path> file = Optional.empty();

  SqlCommand(Environment environment) {
    super(environment);
  }

  @Override
  public Integer call() {
    if (sql.isPresent() && file.isPresent()) {
      throw new ParameterException(spec.commandLine(), "Give a query or --file, not both of them.");
    }
    if (sql.isEmpty() && file.isEmpty() && !terminal().interactive()) {
      String typed = StandardInput.text(terminal());
      if (typed.isBlank()) {
        throw new ParameterException(
            spec.commandLine(),
            "Give a query, or --file with some; at a terminal there is a prompt.");
      }
      sql = Optional.of(typed);
    }
    sql = sql.map(text -> text.equals("-") ? StandardInput.text(terminal()) : text);
    sql.filter(text -> SqlStatement.of(text).isEmpty())
        .ifPresent(empty -> {
          throw new UserException("The query is empty. Write one, such as \"SELECT 1\".");
        });
    return super.call();
  }

  @Override
  int run(ServerClient server) {
    QueryResult result = new QueryResult(terminal(), client.format());
    if (file.isPresent()) {
      ofFile(server, result, file.get());
    } else if (sql.isPresent()) {
      for (SqlStatement statement : SqlStatement.of(sql.get())) {
        result.show(server, statement.text());
      }
    } else {
      prompt(server, result);
    }
    return 0;
  }

  private void ofFile(ServerClient server, QueryResult result, Path path) {
    List<SqlStatement> statements = SqlStatement.of(text(path));
    if (statements.isEmpty()) {
      throw new UserException(path + ": there is no query in it.");
    }
    for (SqlStatement statement : statements) {
      try {
        result.show(server, statement.text());
      } catch (ServerException e) {
        throw new UserException(
            path + ":" + statement.placeOf(e.getMessage()) + ": " + e.getMessage(), e);
      }
    }
  }

  private String text(Path path) {
    try {
      return Files.readString(environment().directory().resolve(path));
    } catch (NoSuchFileException e) {
      throw new UserException("There is no file " + path + ".", e);
    } catch (CharacterCodingException e) {
      throw new UserException(path + " is not UTF-8 text. Convert it first.", e);
    } catch (IOException e) {
      throw new UserException(path + " cannot be read: " + FileTrouble.of(e) + ".", e);
    }
  }

  private void prompt(ServerClient server, QueryResult result) {
    String workspace = server.get("/v1/workspace").path("name").asString("");
    terminal().say("Workspace " + workspace + " of " + server.base() + ". \\? for help.");
    Path history = environment().home().resolve(".nightjar-sql-history");
    try (SqlPrompt lines = SqlPrompt.ofProcess(history, () -> SqlNames.of(server))) {
      Optional<String> line = lines.next(workspace + "> ");
      while (line.isPresent() && !isEnd(line.get().strip())) {
        try {
          answer(server, result, line.get().strip());
        } catch (ServerException | UnreachableException | UserException e) {
          // the next query may be better
          terminal().note(e.getMessage());
        }
        line = lines.next(workspace + "> ");
      }
    }
  }

  /** Of a table or a pipe: the server runs nothing but queries, and each tells its columns. */
  private void describe(ServerClient server, String name) {
    String quoted = "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    TextTable table = TextTable.of("COLUMN", "TYPE");
    server
        .sql("SELECT * FROM " + quoted + " LIMIT 0 FORMAT JSON")
        .json()
        .path("meta")
        .forEach(column ->
            table.row(column.path("name").asString(""), column.path("type").asString("")));
    table.lines().forEach(terminal()::say);
  }

  private static boolean isEnd(String line) {
    return line.matches("(?i)\\\\q|exit;?|quit;?");
  }

  private void answer(ServerClient server, QueryResult result, String line) {
    if (line.equals("\\?") || line.equalsIgnoreCase("help")) {
      terminal().say(HELP);
    } else if (line.equals("\\d")) {
      SqlNames names = SqlNames.of(server);
      TextTable table = TextTable.of("NAME", "COLUMNS");
      names.tables().forEach(name -> table.row(name, String.join(", ", names.columns().get(name))));
      table.lines().forEach(terminal()::say);
    } else if (line.startsWith("\\d ")) {
      describe(server, line.substring(3).replace(";", "").strip());
    } else if (line.startsWith("\\")) {
      terminal().note("`" + line + "` is nothing that this prompt knows. \\? tells what it does.");
    } else {
      for (SqlStatement statement : SqlStatement.of(line)) {
        result.show(server, statement.text());
      }
    }
  }
}
