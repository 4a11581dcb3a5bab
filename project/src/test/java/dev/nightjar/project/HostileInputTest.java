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
import org.junit.jupiter.params.provider.EnumSource;

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
