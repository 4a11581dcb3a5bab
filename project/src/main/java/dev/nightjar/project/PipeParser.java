package dev.nightjar.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Reads a {@code .pipe} file: what stands before the first NODE, then its nodes. */
final class PipeParser {
  private static final int MOST_NODES = 1_000;
  private static final Set<String> OF_THE_PIPE = Set.of("TOKEN", "TAGS", "VERSION", "INCLUDE");
  private static final Set<String> OF_PIPE_OR_NODE = Set.of("DESCRIPTION");

  private final SourceFile file;
  private final ProblemLog log;
  private final Scope scope;
  private final List<NodeParser> nodes = new ArrayList<>();
  private boolean overfull;

  private PipeParser(SourceFile file, ProblemLog log) {
    this.file = file;
    this.log = log;
    this.scope = new Scope(Position.startOf(file.path()), log);
  }

  static PipeFile parse(SourceFile file, ProblemLog log) {
    PipeParser parser = new PipeParser(file, log);
    Lexer.statements(file, FileKind.PIPE, log).forEach(parser::statement);
    return parser.pipe();
  }

  private void statement(Statement statement) {
    String name = statement.name();
    if (name.equals("NODE") && nodes.size() == MOST_NODES) {
      log.error(statement.position(), "A pipe has at most %d nodes.".formatted(MOST_NODES));
      overfull = true;
    }
    if (overfull) {
      return;
    }
    if (name.equals("NODE")) {
      nodes.add(new NodeParser(file, statement, log));
    } else if (OF_THE_PIPE.contains(name) || (nodes.isEmpty() && OF_PIPE_OR_NODE.contains(name))) {
      scope.add(statement);
    } else if (nodes.isEmpty()) {
      log.error(
          statement.position(),
          "`%s` belongs to a node: write `NODE name` before it.".formatted(name));
    } else {
      nodes.getLast().add(statement);
    }
  }

  private PipeFile pipe() {
    FileDirectives.checkObsolete(scope, log);
    List<Node> parsed =
        nodes.stream().map(NodeParser::node).flatMap(Optional::stream).collect(Collectors.toList());
    if (nodes.isEmpty()) {
      log.error(
          Position.startOf(file.path()),
          "A pipe has at least one node: `NODE name`, and below it `SQL >` with a SELECT.");
    }
    return new PipeFile(
        file.name(),
        file,
        scope.text("DESCRIPTION"),
        parsed,
        scope.tokens(Set.of(TokenGrant.Permission.READ), true),
        scope.list("TAGS"),
        List.of(),
        scope.positions());
  }
}
