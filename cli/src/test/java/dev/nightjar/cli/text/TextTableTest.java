package dev.nightjar.cli.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void columnsAreAligned() {
    TextTable table =
        new TextTable(List.of("NAME", "ROWS"), List.of(false, true), 60)
            .row("flights", "12")
            .row("x", "100000");

    assertThat(table.lines())
        .containsExactly(
            "NAME       ROWS", "───────  ──────", "flights      12", "x        100000");
  }

  @Test
  void wideCharactersTakeTwoCells() {
    assertThat(TextTable.of("A", "B").row("飛行", "x").row("abcd", "y").lines())
        .endsWith("飛行  x", "abcd  y");
  }

  @Test
  void controlCharactersCannotSteerTheTerminal() {
    assertThat(TextTable.of("A").row("red \u001b[31m\nnext\tcell").lines())
        .endsWith("red \\x1b[31m\\nnext\\tcell");
  }

  @Test
  void longCellsAreCutWhereThatIsAskedFor() {
    assertThat(new TextTable(List.of("A"), List.of(false), 5).row("abcdefgh").lines())
        .endsWith("abcd…");
  }

  @Test
  void aRowHasAsManyValuesAsThereAreNames() {
    TextTable table = TextTable.of("A", "B");

    assertThatThrownBy(() -> table.row("one")).isInstanceOf(IllegalArgumentException.class);
  }
}
