package dev.nightjar.project;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever is in the files: nothing throws, and what is understood can be written and understood
 * again.
 */
class HostileInputTest {

  @Property(tries = 2000)
  void understandsItsOwnTextOfWhateverItUnderstood(
      @ForAll FileKind kind, @ForAll("pieces") @Size(max = 25) List<String> pieces) {
    SourceFile file = new SourceFile("x." + kind.extension(), String.join("", pieces));
    ParsedProject parsed = ProjectParser.parse(List.of(file));

    assertThat(parsed.problems()).allSatisfy(p -> assertThat(p.position().line()).isPositive());
    if (!parsed.hasErrors()) {
      parsed.project().datasources().values().forEach(HostileInputTest::readsBack);
      parsed.project().pipes().values().forEach(HostileInputTest::readsBack);
      parsed.project().connections().values().forEach(HostileInputTest::readsBack);
    }
  }

  @Property(tries = 1000)
  void makesAModelOrProblemsOfAnyBytes(@ForAll FileKind kind, @ForAll byte[] content) {
    ParsedProject parsed =
        ProjectParser.parse(List.of(SourceFile.read("x." + kind.extension(), content)));

    assertThat(parsed.project().equals(Project.empty()))
        .isEqualTo(parsed.hasErrors() && isNoText(parsed));
  }

  private static boolean isNoText(ParsedProject parsed) {
    return parsed.errors().stream()
        .anyMatch(problem ->
            problem.message().contains("is not UTF-8 text")
                || problem.message().contains("UTF-16")
                || problem.message().contains("NUL"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x.datasource |5000 |SCHEMA >~    a# String,~            |A schema has at most 5000 columns.",
        "x.datasource |500  |SCHEMA >~    a String~INDEXES >~    i# a TYPE minmax~|A data source has at most 500 indexes.",
        "x.datasource |100  |SCHEMA >~    a String~ENGINE_SORTING_KEY f(#),|A sorting key has at most 100 parts.",
        "x.pipe       |1000 |NODE n#~SQL >~    SELECT 1~         |A pipe has at most 1000 nodes."
      })
  void takesNoMoreThanAnybodyWants(String file, int most, String lines, String problem) {
    String text = lines.replace("~", "\n");
    int again =
        text.contains("INDEXES")
            ? text.indexOf("    i#")
            : text.contains("SORTING") ? text.indexOf("f(#)") : Math.max(0, text.indexOf("    a#"));
    StringBuilder many = new StringBuilder(text.substring(0, again));
    for (int i = 0; i <= most; i++) {
      many.append(text.substring(again).replace("#", Integer.toString(i)));
    }

    assertThat(Files.problems(new SourceFile(file, many.toString())))
        .singleElement()
        .asString()
        .endsWith(problem);
    int last = many.lastIndexOf(text.substring(again).replace("#", Integer.toString(most)));
    assertThat(Files.problems(new SourceFile(file, many.substring(0, last)))).isEmpty();
  }

  /** In time that grows with the text, and no faster: a square of these lengths would not end. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "SCHEMA >\n    a String~,\n    b# String",
        "SCHEMA >\n    a String\nENGINE_SORTING_KEY a~, b#",
        "SCHEMA >\n    a String\n~ENGINE_TTL # ",
        "SCHEMA >\n    a String\nENGINE_SETTINGS ~a#=1, ",
        "SCHEMA >\n    a String\nINDEXES >\n~    i# a TYPE minmax\n",
        "SCHEMA >\n    a String\nTAGS ~b#, ",
        "SCHEMA >\n    a String\n~TOKEN t# READ\n",
        "SCHEMA >\n    a String DEFAULT ~f#(",
        "SCHEMA >\n    a String `json:$~.x#",
        "SCHEMA >\n    a ~Array(",
        "SCHEMA >\n    a ~Tuple(x# String, ",
        "SCHEMA >\n~    a#(,\n",
        "SCHEMA >\n~    `a# String,\n",
        "~DESCRIPTION # >\n",
        "~UNKNOWN# x\n",
        "~NODE n#\nSQL >\n    SELECT 1\n",
        "~NODE n#\nSQL >\n    SELECT * FROM n\n",
        "NODE n\nSQL >\n    SELECT ~(",
        "NODE n\nSQL >\n    SELECT 1 FROM ~a#, ",
        "NODE n\nSQL >\n    %\n    SELECT ~{{ x# }}",
        "NODE n\nSQL >\n    %\n    SELECT ~{% if x# %}",
        "NODE n\nSQL >\n    SELECT 1 ~/* # ",
        "NODE n\nSQL >\n    SELECT 1\nTYPE sink\n~EXPORT_X# 1\n",
        "TYPE s3\n~S3_X# 1\n",
        "TYPE dynamodb\nDYNAMODB_ARN ~{{ tb_secret(\"#\") }} ",
        "DESCRIPTION ~' # "
      })
  void readsMegabytesOfAnyRepetition(String pattern) {
    int repeated = pattern.indexOf('~');
    String before = pattern.substring(0, repeated);
    String again = pattern.substring(repeated + 1);
    StringBuilder text = new StringBuilder(before);
    for (int i = 0; text.length() < 500_000; i++) {
      text.append(again.replace("#", Integer.toString(i)));
    }
    FileKind kind =
        pattern.contains("SCHEMA")
            ? FileKind.DATASOURCE
            : pattern.contains("NODE") ? FileKind.PIPE : FileKind.CONNECTION;
    ParsedProject parsed =
        ProjectParser.parse(List.of(new SourceFile("x." + kind.extension(), text.toString())));

    assertThat(parsed.problems()).hasSizeLessThanOrEqualTo(51);
    assertThat(parsed.project()).isNotEqualTo(Project.empty());
  }

  @ParameterizedTest
  @EnumSource(FileKind.class)
  void readsAMegabyteOfOneLineAndOfBrackets(FileKind kind) {
    for (String text :
        List.of(
            "x".repeat(1_000_000),
            "TYPE " + " ".repeat(1_000_000) + "#",
            "DESCRIPTION " + "\" ".repeat(500_000),
            "SQL >\n" + "(".repeat(1_000_000),
            "TAGS " + "\\'".repeat(500_000),
            "NODE n\nSQL >\n    SELECT " + "{{".repeat(500_000),
            "SCHEMA >\n    a " + "Array(".repeat(160_000))) {
      assertThat(
              ProjectParser.parse(List.of(new SourceFile("x." + kind.extension(), text)))
                  .problems())
          .isNotEmpty();
    }
  }

  private static void readsBack(Object resource) {
    switch (resource) {
      case DatasourceFile file -> {
        String text = DatafileWriter.write(file);
        DatasourceFile again =
            ProjectParser.parse(List.of(new SourceFile("x.datasource", text)))
                .project()
                .datasources()
                .get("x");
        assertThat(DatafileWriter.write(again)).isEqualTo(text);
        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(file));
      }
      case PipeFile file -> {
        String text = DatafileWriter.write(file);
        PipeFile again =
            ProjectParser.parse(List.of(new SourceFile("x.pipe", text))).project().pipes().get("x");
        assertThat(DatafileWriter.write(again)).isEqualTo(text);
        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(file));
      }
      case ConnectionFile file -> {
        String text = DatafileWriter.write(file);
        ConnectionFile again =
            ProjectParser.parse(List.of(new SourceFile("x.connection", text)))
                .project()
                .connections()
                .get("x");
        assertThat(DatafileWriter.write(again)).isEqualTo(text);
        assertThat(Fingerprint.of(again)).isEqualTo(Fingerprint.of(file));
      }
      default -> throw new AssertionError(resource);
    }
  }

  @Provide
  Arbitrary<List<String>> pieces() {
    Arbitrary<String> known =
        Arbitraries.of(
            "SCHEMA >\n",
            "    id String",
            "`json:$.a`",
            ",\n",
            "\n",
            "\r\n",
            "ENGINE MergeTree\n",
            "ENGINE_SORTING_KEY ",
            "ENGINE_TTL ",
            "TYPE endpoint\n",
            "TYPE dynamodb\n",
            "TYPE s3\n",
            "S3_REGION x\n",
            "NODE n\n",
            "SQL >\n",
            "    SELECT 1 FROM a\n",
            "    %\n",
            "DESCRIPTION >\n",
            "    text\n",
            "DESCRIPTION ",
            "\"",
            "'",
            "`",
            "(",
            ")",
            "#",
            "--",
            " ",
            "\t",
            ">",
            "{{",
            "}}",
            "{%",
            "tb_secret(\"a\")",
            "DEFAULT ",
            "CODEC(",
            "TOKEN a READ\n",
            "TAGS ",
            "a, b",
            "INDEXES >\n",
            "    i id TYPE minmax\n",
            "DYNAMODB_REGION us-east-1\n",
            "\\",
            "\ufeff",
            "é",
            "KAFKA_X ",
            "DYNAMODB_ARN {{ tb_secret(\"r\") }}\n",
            "FORWARD_QUERY SELECT 1\n",
            "ENGINE_SETTINGS a=1\n");
    return Arbitraries.oneOf(known, known, known, Arbitraries.strings().ofMaxLength(3)).list();
  }
}
