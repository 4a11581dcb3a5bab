package dev.nightjar.project;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Names of resources and nodes. Connections are named among themselves, data sources and pipes
 * share their names.
 */
final class NameChecks {
  private static final Pattern NAME = Pattern.compile("[a-zA-Z_][a-zA-Z0-9_]*");
  private static final Pattern CONNECTION_NAME = Pattern.compile("[a-zA-Z][a-zA-Z0-9_]*");
  private static final String QUARANTINE = "_quarantine";

  /** ClickHouse makes names of files of a table's name, and file systems end at 255 bytes. */
  private static final int LONGEST = 128;

  private final Project project;
  private final ProblemLog log;

  NameChecks(Project project, ProblemLog log) {
    this.project = project;
    this.log = log;
  }

  void check() {
    for (ConnectionFile connection : project.connections().values()) {
      if (connection.name().length() > LONGEST) {
        log.error(
            connection.positions().start(),
            "The name of this connection has %d characters, and may have %d. Rename the file."
                .formatted(connection.name().length(), LONGEST));
      } else if (!CONNECTION_NAME.matcher(connection.name()).matches()) {
        log.error(
            connection.positions().start(),
            "`%s` cannot name a connection: only letters, digits and underscores, and a letter first. Rename the file."
                .formatted(connection.name()));
      }
    }
    for (DatasourceFile datasource : project.datasources().values()) {
      checkName("data source", datasource.name(), datasource.positions().start());
      String quarantine = datasource.name() + QUARANTINE;
      FileKind taken =
          project.datasources().containsKey(quarantine)
              ? FileKind.DATASOURCE
              : project.pipes().containsKey(quarantine) ? FileKind.PIPE : null;
      if (taken != null) {
        log.error(
            datasource.positions().start(),
            "`%s` is where rows of this data source go that do not fit, and a %s has that name. Rename one of the two."
                .formatted(quarantine, taken.words()));
      }
    }
    for (PipeFile pipe : project.pipes().values()) {
      checkName("pipe", pipe.name(), pipe.positions().start());
      DatasourceFile other = project.datasources().get(pipe.name());
      if (other != null) {
        log.error(
            pipe.positions().start(),
            "`%s` is the data source of %s already: a query could not tell them apart. Rename one of the two."
                .formatted(pipe.name(), other.source().path()));
      }
      checkNodes(pipe);
    }
  }

  private void checkNodes(PipeFile pipe) {
    Map<String, Node> byName = new HashMap<>();
    for (Node node : pipe.nodes()) {
      Position position = node.positions().of("NODE");
      checkName("node", node.name(), position);
      Node before = byName.putIfAbsent(node.name(), node);
      if (before != null) {
        log.error(
            position,
            "There are two nodes of the name `%s`, the first in line %d. Rename one of them."
                .formatted(node.name(), before.positions().start().line()));
      }
      if (node.name().equals(pipe.name())) {
        log.error(
            position,
            "A node cannot have the name of its pipe, `%s`. Rename it.".formatted(node.name()));
      } else if (project.datasources().containsKey(node.name())
          || project.pipes().containsKey(node.name())) {
        log.error(
            position,
            "The node `%s` has the name of a %s of this project and would hide it. Rename the node."
                .formatted(
                    node.name(),
                    project.datasources().containsKey(node.name()) ? "data source" : "pipe"));
      }
    }
    List<Node> typed =
        pipe.nodes().stream().filter(n -> !(n.type() instanceof NodeType.Standard)).toList();
    for (int i = 1; i < typed.size(); i++) {
      log.error(
          typed.get(i).positions().of("TYPE"),
          "Only one node of a pipe can have a TYPE; `%s` has one already. Put this node in a pipe of its own."
              .formatted(typed.getFirst().name()));
    }
  }

  private void checkName(String what, String name, Position position) {
    if (name.length() > LONGEST) {
      log.error(
          position,
          "The name of this %s has %d characters, and may have %d. Rename it."
              .formatted(what, name.length(), LONGEST));
    } else if (!NAME.matcher(name).matches()) {
      log.error(
          position,
          "`%s` cannot name a %s: only letters, digits and underscores, and no digit first. Rename it."
              .formatted(name, what));
    }
  }
}
