package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pipes: nodes, their types, and what they read and write. */
class PipeTest {
  private static final SourceFile TARGET =
      new SourceFile("d/target.datasource", "SCHEMA >\n    id String\n");

  @Test
  void readsNodesOfEveryType() {
    Project project =
        Files.sound(
            TARGET,
            new SourceFile(
                "p/mv.pipe",
                "NODE n\nSQL >\n    SELECT 1\nTYPE MATERIALIZED\nDATASOURCE target\nDEPLOYMENT_METHOD alter\n"),
            new SourceFile(
                "p/cp.pipe",
                "NODE n\nSQL SELECT 1\nTYPE COPY\nTARGET_DATASOURCE target\nCOPY_SCHEDULE 0 * * * *\nCOPY_MODE replace\n"),
            new SourceFile(
                "p/sk.pipe",
                "NODE n\nSQL >\n    SELECT 1\nTYPE sink\nEXPORT_CONNECTION_NAME k\nEXPORT_FORMAT csv\n"),
            new SourceFile(
                "p/ep.pipe",
                "NODE n\nSQL >\n    SELECT 1\nTYPE Endpoint\nTOKEN t\nTOKEN \"u v\" READ\nTAGS \"a, b\"\n"),
            new SourceFile("p/st.pipe", "NODE n\nSQL >\n    SELECT 1\nTYPE standard\n"));

    assertThat(type(project, "mv"))
        .isEqualTo(new NodeType.Materialized("target", Optional.of("alter")));
    assertThat(type(project, "cp"))
        .isEqualTo(
            new NodeType.Copy("target", Optional.of("0 * * * *"), NodeType.CopyMode.REPLACE));
    assertThat(((NodeType.Sink) type(project, "sk")).settings())
        .extracting(Directive::name, Directive::value)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("EXPORT_CONNECTION_NAME", "k"),
            org.assertj.core.groups.Tuple.tuple("EXPORT_FORMAT", "csv"));
    assertThat(type(project, "ep")).isEqualTo(new NodeType.Endpoint(OptionalInt.empty()));
    assertThat(project.pipes().get("ep").tokens())
        .extracting(TokenGrant::token)
        .containsExactly("t", "u v");
    assertThat(project.pipes().get("ep").tags()).containsExactly("a", "b");
    assertThat(project.pipes().get("st").typedNode()).isEmpty();
  }

  @Test
  void keepsTheIndentationOfSqlBelowItsFirstLine() {
    PipeFile pipe =
        Files.ep(
            "NODE n\nSQL >\n\n    %\n    SELECT\n      1,\n\n      {{ String(a) }}\n\n\nTYPE endpoint\n");

    Node node = pipe.nodes().getFirst();
    assertThat(node.template()).isTrue();
    assertThat(node.sql()).isEqualTo("SELECT\n  1,\n\n  {{ String(a) }}");
    assertThat(node.sqlPosition()).hasToString("pipes/ep.pipe:5:5");
    assertThat(node.positions().of("SQL").line()).isEqualTo(2);
  }

  @Test
  void tellsDescriptionsOfPipeAndNodeApart() {
    PipeFile pipe =
        Files.ep("DESCRIPTION of the pipe\nNODE n\nDESCRIPTION of the node\nSQL >\n    SELECT 1\n");

    assertThat(pipe.description()).contains("of the pipe");
    assertThat(pipe.nodes().getFirst().description()).contains("of the node");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "TYPE endpont            | 4:1: `endpont` is not a type of node. The types are endpoint, materialized, copy, sink, standard. Did you mean `endpoint`?",
        "TYPE materialized       | 4:1: A materialized node writes to a data source: add `DATASOURCE name`.",
        "TYPE copy               | 4:1: A copy node writes to a data source: add `TARGET_DATASOURCE name`.",
        "CACHE 5                 | 4:1: `CACHE` belongs to a node with `TYPE endpoint`, and this one has no TYPE.",
        "DATASOURCE x            | 4:1: `DATASOURCE` belongs to a node with `TYPE materialized`, and this one has no TYPE.",
        "EXPORT_FORMAT x         | 4:1: `EXPORT_FORMAT` belongs to a node with `TYPE sink`, and this one has no TYPE.",
        "TOKEN t APPEND          | 4:1: `TOKEN` is followed by a name and READ, for example `TOKEN app READ`.",
        "TYPE                    | 4:1: `TYPE` has no value.",
        "SQL SELECT 2            | 4:1: `SQL` is stated twice, first in line 2. Take one of them out.",
        "INCLUDE x               | 4:1: INCLUDE is not supported. Put the lines of the other file here."
      })
  void saysWhatIsWrongWithANode(String line, String problem) {
    assertThat(Files.epProblems("NODE n\nSQL >\n    SELECT 1\n" + line + "\n"))
        .containsExactly(problem);
  }

  @Test
  void checksTheValuesOfTypes() {
    assertThat(Files.epProblems("NODE n\nSQL >\n    SELECT 1\nTYPE endpoint\nCACHE soon\n"))
        .containsExactly("5:1: `soon` is not a number of seconds. Write for example `CACHE 60`.");
    assertThat(
            Files.problems(
                TARGET,
                Files.pipe(
                    "NODE n\nSQL >\n    SELECT 1\nTYPE copy\nTARGET_DATASOURCE target\nCOPY_SCHEDULE daily\nCOPY_MODE upsert\n")))
        .extracting(p -> p.substring(0, 30))
        .containsExactly("pipes/ep.pipe:6:1: `daily` is ", "pipes/ep.pipe:7:1: `upsert` is");
    assertThat(
            Files.problems(
                TARGET,
                Files.pipe(
                    "NODE n\nSQL >\n    SELECT 1\nTYPE materialized\nDATASOURCE target\nDEPLOYMENT_METHOD swap\n")))
        .containsExactly(
            "pipes/ep.pipe:6:1: DEPLOYMENT_METHOD has one value: `DEPLOYMENT_METHOD alter`.");
  }

  @Test
  void wantsNodesWithNamesAndSql() {
    assertThat(Files.epProblems(""))
        .containsExactly(
            "1:1: A pipe has at least one node: `NODE name`, and below it `SQL >` with a SELECT.");
    assertThat(Files.epProblems("NODE\nSQL SELECT 1\nNODE n\nSQL >\n    %\nNODE m\n"))
        .containsExactly(
            "1:1: `NODE` has no value.",
            "4:1: The node `n` has no SQL below its `%`.",
            "6:1: The node `m` has no SQL. Write `SQL >` and below it, indented, a SELECT.");
  }

  @Test
  void wantsANodeBeforeItsDirectives() {
    assertThat(Files.epProblems("SQL >\n    SELECT 1\nTYPE endpoint\nNODE n\nSQL SELECT 1\n"))
        .containsExactly(
            "1:1: `SQL` belongs to a node: write `NODE name` before it.",
            "3:1: `TYPE` belongs to a node: write `NODE name` before it.");
  }

  @Test
  void checksTheNamesOfNodes() {
    assertThat(
            Files.problems(
                TARGET,
                Files.pipe(
                    """
                    NODE ep
                    SQL SELECT 1
                    NODE target
                    SQL SELECT 1
                    NODE a-b
                    SQL SELECT 1
                    NODE x
                    SQL SELECT 1
                    TYPE endpoint
                    NODE x
                    SQL SELECT 1
                    TYPE sink
                    """)))
        .containsExactly(
            "pipes/ep.pipe:1:1: A node cannot have the name of its pipe, `ep`. Rename it.",
            "pipes/ep.pipe:3:1: The node `target` has the name of a data source of this project and would hide it. Rename the node.",
            "pipes/ep.pipe:5:1: `a-b` cannot name a node: only letters, digits and underscores, and no digit first. Rename it.",
            "pipes/ep.pipe:10:1: There are two nodes of the name `x`, the first in line 7. Rename one of them.",
            "pipes/ep.pipe:12:1: Only one node of a pipe can have a TYPE; `x` has one already. Put this node in a pipe of its own.");
  }

  @Test
  void warnsOfATemplateWithoutItsMark() {
    assertThat(Files.epProblems("NODE n\nSQL >\n    SELECT {{ String(a) }}\n"))
        .containsExactly(
            "2:1: This SQL looks like a template. Begin it with a line `%` to make it one.");
    assertThat(Files.epProblems("NODE n\nSQL >\n    SELECT {a:String}, '{{ }}'\n")).isEmpty();
  }

  @Test
  void wantsTheTargetsOfMaterializedAndCopyNodes() {
    SourceFile view = Files.pipe("NODE n\nSQL SELECT 1\nTYPE materialized\nDATASOURCE targe\n");

    assertThat(Files.problems(TARGET, view))
        .singleElement()
        .asString()
        .startsWith(
            "pipes/ep.pipe:4:1: There is no data source `targe` to write to. Did you mean `target`?");
    assertThat(
            ProjectParser.parse(List.of(view), new KnownResources(Set.of(), Set.of("targe")))
                .problems())
        .isEmpty();
  }

  @Test
  void writesToNoMirror() {
    assertThat(
            Files.problems(
                Files.connection(),
                Files.datasource("SCHEMA >\n    id String\n" + Files.IMPORT),
                Files.pipe("NODE n\nSQL SELECT 1\nTYPE copy\nTARGET_DATASOURCE orders\n")))
        .containsExactly(
            "pipes/ep.pipe:4:1: `orders` mirrors a DynamoDB table and nothing else may write to it. Name another data source.");
  }

  @Test
  void refusesCircles() {
    assertThat(
            Files.problems(
                new SourceFile("a.pipe", "NODE n\nSQL SELECT * FROM b\nTYPE endpoint\n"),
                new SourceFile("b.pipe", "NODE n\nSQL SELECT * FROM a\nTYPE endpoint\n")))
        .containsExactly(
            "a.pipe:1:1: These resources read each other in a circle: a.pipe → b.pipe → a.pipe.");
    assertThat(Files.epProblems("NODE x\nSQL SELECT * FROM y\nNODE y\nSQL SELECT * FROM x\n"))
        .containsExactly(
            "2:5: These nodes read each other in a circle: x → y → x. One of them must go without the others.");
    assertThat(Files.epProblems("NODE x\nSQL SELECT * FROM x\n")).hasSize(1);
  }

  @Test
  void refusesMaterializedViewsThatFeedThemselves() {
    SourceFile other = new SourceFile("d/other.datasource", "SCHEMA >\n    id String\n");
    String view = "NODE n\nSQL SELECT * FROM %s\nTYPE materialized\nDATASOURCE %s\n";

    assertThat(
            Files.problems(
                TARGET,
                other,
                new SourceFile("v1.pipe", view.formatted("target", "other")),
                new SourceFile("v2.pipe", view.formatted("other", "target"))))
        .singleElement()
        .asString()
        .contains("write what they read, so that a row would go round for ever");
    assertThat(Files.problems(TARGET, new SourceFile("v.pipe", view.formatted("target", "target"))))
        .singleElement()
        .asString()
        .contains("target.datasource → v.pipe");
    Files.sound(TARGET, other, new SourceFile("v1.pipe", view.formatted("target", "other")));
  }

  private static NodeType type(Project project, String pipe) {
    return project.pipes().get(pipe).nodes().getFirst().type();
  }
}
