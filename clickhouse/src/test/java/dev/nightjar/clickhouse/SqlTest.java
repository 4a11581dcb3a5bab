package dev.nightjar.clickhouse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.clickhouse.testing.EmbeddedEngine;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void quotesNames() {
    assertThat(Sql.identifier("a`b\\c")).isEqualTo("`a\\`b\\\\c`");
    assertThat(new TableName("db", "it's").sql()).isEqualTo("`db`.`it's`");
    assertThat(TableName.of("t")).hasToString("`default`.`t`");
  }

  @Test
  void writesSettings() {
    assertThat(Sql.settings(Map.of("b", "it's", "a", "-1", "c", "1.5")))
        .isEqualTo("a = -1, b = 'it\\'s', c = '1.5'");
    assertThatThrownBy(() -> Sql.settings(Map.of("a = 1, b", "2")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesNumbersThatAreNone() {
    assertThat(Parameter.ofNumbers(List.of("1", "-2.5", "1e10")).encoded())
        .isEqualTo("[1,-2.5,1e10]");
    assertThatThrownBy(() -> Parameter.ofNumbers(List.of("1) OR (1")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Property(tries = 100)
  void anyTextSurvivesQuotingAndBinding(@ForAll String text) {
    Assume.that(wellFormed(text));
    Row row =
        EmbeddedEngine.shared()
            .rows(
                Query.builder(
                        "SELECT hex("
                            + Sql.string(text)
                            + ") AS quoted, hex({p:String}) AS bound,"
                            + " hex({a:Array(String)}[1]) AS element,"
                            + Sql.string(text)
                            + " AS read")
                    .parameter("p", text)
                    .parameter("a", Parameter.ofArray(List.of(text)))
                    .build())
            .single();

    String hex = HexFormat.of().withUpperCase().formatHex(text.getBytes(StandardCharsets.UTF_8));
    assertThat(row.string("quoted")).isEqualTo(hex);
    assertThat(row.string("bound")).isEqualTo(hex);
    assertThat(row.string("element")).isEqualTo(hex);
    assertThat(row.string("read")).isEqualTo(text);
  }

  @Property(tries = 50)
  void anyNameCanBeAColumn(@ForAll @NotEmpty @Size(max = 30) String name) {
    Assume.that(wellFormed(name) && name.indexOf('\0') < 0);

    Rows rows = EmbeddedEngine.shared().rows(Query.of("SELECT 1 AS " + Sql.identifier(name)));

    assertThat(rows.columns()).containsExactly(name);
    assertThat(rows.single().number(name)).isEqualTo(1);
  }

  @Test
  void readsNoRows() {
    Rows rows = EmbeddedEngine.shared().rows(Query.of("SELECT 1 AS a, 2 AS b LIMIT 0"));

    assertThat(rows.isEmpty()).isTrue();
    assertThat(rows.columns()).containsExactly("a", "b");
    assertThatThrownBy(rows::single).hasMessage("expected one row, got 0");
  }

  @Test
  void saysWhichColumnIsMissingOrNull() {
    Row row = EmbeddedEngine.shared().rows(Query.of("SELECT NULL AS n")).single();

    assertThatThrownBy(() -> row.value("m")).hasMessage("no column m among [n]");
    assertThatThrownBy(() -> row.string("n")).hasMessage("column n is NULL");
  }

  private static boolean wellFormed(String text) {
    return StandardCharsets.UTF_8.newEncoder().canEncode(text);
  }
}
