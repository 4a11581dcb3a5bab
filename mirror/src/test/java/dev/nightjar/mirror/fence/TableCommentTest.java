package dev.nightjar.mirror.fence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class TableCommentTest {
  private static final OwnerMark MARK =
      new OwnerMark(
          "4b0c", "91aa", "c0ffee0123456789", 7, 2, Instant.parse("2026-03-01T12:00:00.123Z"));

  @Test
  void whatPeopleWroteStays() {
    TableComment found = TableComment.parse("orders of the shop\nask the 'ops' team");

    TableComment claimed = TableComment.parse(found.with(MARK).text());

    assertThat(claimed.words()).isEqualTo("orders of the shop\nask the 'ops' team");
    assertThat(claimed.mark()).contains(MARK);
    assertThat(claimed.with(MARK)).isEqualTo(claimed);
  }

  @Test
  void aTableWithoutAMarkIsNobodys() {
    assertThat(TableComment.parse("").mark()).isEmpty();
    assertThat(TableComment.parse("nightjar-mirror, by hand").mark()).isEmpty();
    assertThat(new TableComment("", java.util.Optional.of(MARK)).text())
        .isEqualTo(
            "nightjar-mirror owner=4b0c mirror=91aa place=c0ffee0123456789 epoch=7 generation=2"
                + " at=1772366400123");
  }

  @Test
  void ofTwoMarksTheLastCounts() {
    OwnerMark later = new OwnerMark("4b0c", "91aa", "c0", 8, 2, MARK.at());

    TableComment found = TableComment.parse(MARK.text() + "\nwords\n" + later.text());

    assertThat(found.mark()).contains(later);
    assertThat(found.text()).isEqualTo("words\n" + later.text());
  }
}
