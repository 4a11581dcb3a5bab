package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines, blocks, quotes, comments, and what is said of words that are no directive. */
class LexerTest {
  private static final String SOUND =
      """
      SCHEMA >
          id String `json:$.id`

      ENGINE "MergeTree"
      ENGINE_SORTING_KEY "id"
      """;

  @ParameterizedTest
  @ValueSource(strings = {"\r\n", "\r", "\n"})
  void readsEveryLineEnd(String lineEnd) {
    DatasourceFile read = Files.orders(SOUND.replace("\n", lineEnd));

    assertThat(read.columns()).extracting(Column::name).containsExactly("id");
    assertThat(read.engine().sortingKey()).containsExactly("id");
    assertThat(read.positions().of("ENGINE").line()).isEqualTo(4);
  }

  @Test
  void readsAByteOrderMarkTabsAndAMissingLastLineEnd() {
    DatasourceFile read =
        Files.orders("\ufeffSCHEMA >\n\tid\tString\t`json:$.id`\nENGINE\tMergeTree");

    assertThat(read.columns().getFirst().type()).isEqualTo("String");
    assertThat(read.engine().name()).contains("MergeTree");
    assertThat(read.columns().getFirst().position())
        .hasToString("datasources/orders.datasource:2:2");
  }

  @Test
  void readsDirectivesInAnyCaseAndBlocksThatBeginOnTheirLine() {
    DatasourceFile read =
        Files.orders("schema > id String `json:$.id`,\n  n Int32\nengine MergeTree\n");

    assertThat(read.columns()).extracting(Column::name).containsExactly("id", "n");
    assertThat(read.columns().getFirst().position().column()).isEqualTo(10);
    assertThat(read.engine().name()).contains("MergeTree");
  }

  @Test
  void takesQuotesAndCommentsAwayFromValues() {
    DatasourceFile read =
        Files.orders(
            """
            # a comment
            -- another
            DESCRIPTION "quoted"   # and one at the end
            SCHEMA >
                id String, -- the key
                # a line of its own
                n String DEFAULT '#--' # a comment

            ENGINE 'MergeTree'
            ENGINE_SORTING_KEY id   # bare
            ENGINE_PARTITION_KEY ""
            """);

    assertThat(read.description()).contains("quoted");
    assertThat(read.columns()).extracting(Column::name).containsExactly("id", "n");
    assertThat(read.column("n").orElseThrow().defaultExpression()).contains("'#--'");
    assertThat(read.engine().sortingKey()).containsExactly("id");
    assertThat(read.engine().partitionKey()).isEmpty();
  }

  @Test
  void suggestsTheDirectiveThatWasMeant() {
    assertThat(
            Files.ordersProblems(
                """
                SCHEMA >
                    id String

                ENGIN "MergeTree"
                ENGINE_SORTINGKEY "id"
                BANANA 1
                """))
        .containsExactly(
            "4:1: `ENGIN` is not a valid option in .datasource files. Did you mean `ENGINE`?",
            "5:1: `ENGINE_SORTINGKEY` is not a valid option in .datasource files. Did you mean `ENGINE_SORTING_KEY`?",
            "6:1: `BANANA` is not a valid option in .datasource files.");
  }

  @Test
  void findsAMisspeltDirectiveAfterSql() {
    assertThat(Files.epProblems("NODE n\nSQL >\n    SELECT 1\nTYEP endpoint\n"))
        .containsExactly("4:1: `TYEP` is not a valid option in .pipe files. Did you mean `TYPE`?");
  }

  @Test
  void leavesUnindentedSqlAlone() {
    PipeFile pipe =
        Files.ep(
            "NODE n\nSQL >\nSELECT CASE\nWHEN 1 THEN 2 END,\nTYPES,\nTOKENS\nFROM t\nTYPE endpoint\n");

    assertThat(pipe.nodes().getFirst().sql()).endsWith("TYPES,\nTOKENS\nFROM t");
    assertThat(pipe.nodes().getFirst().type()).isInstanceOf(NodeType.Endpoint.class);
  }

  @Test
  void saysInWhichFileADirectiveBelongs() {
    assertThat(Files.epProblems("SCHEMA >\n    id String\nNODE n\nSQL >\n    SELECT 1\n"))
        .containsExactly(
            "1:1: `SCHEMA` is not a valid option in .pipe files. It belongs in .datasource files.");
  }

  @Test
  void wantsBlocksWhereBlocksBelong() {
    assertThat(Files.ordersProblems("SCHEMA id String\nENGINE >\n    MergeTree\n"))
        .containsExactly(
            "1:1: `SCHEMA` wants a block: write `SCHEMA >` and put its lines below, indented.",
            "2:1: `ENGINE` takes a value on its own line, not a block after `>`.");
  }

  @Test
  void reportsAQuoteThatIsNotClosed() {
    assertThat(Files.ordersProblems("SCHEMA >\n    id String\nENGINE \"MergeTree\nTAGS 'a\n"))
        .containsExactly(
            "3:8: The quote (\") is not closed on this line.",
            "4:6: The quote (') is not closed on this line.");
  }

  @Test
  void reportsADirectiveThatStandsTwice() {
    assertThat(Files.ordersProblems(SOUND + "ENGINE \"MergeTree\"\n"))
        .containsExactly("6:1: `ENGINE` is stated twice, first in line 4. Take one of them out.");
  }

  @Test
  void reportsWhatIsNoTextAndWhatIsNoDatafile() {
    assertThat(
            Files.problems(new SourceFile("a.datasource", "SCH\0EMA"), new SourceFile("b.md", "#")))
        .containsExactly(
            "a.datasource:1:4: This file is not text: it has a NUL character here. Save it as UTF-8.",
            "b.md:1:1: This file is not read: the extension of a datafile is .datasource, .pipe or .connection.");
  }

  @Test
  void listsABoundedNumberOfProblemsOfOneFile() {
    assertThat(Files.ordersProblems(SOUND + "\nX 1".repeat(5000)))
        .hasSize(51)
        .contains("1:1: This file has 5000 problems, of which 50 are listed.");
  }
}
