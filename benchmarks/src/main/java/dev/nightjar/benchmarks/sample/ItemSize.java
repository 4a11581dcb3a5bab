package dev.nightjar.benchmarks.sample;

/** How long an item's line in an export is. */
public enum ItemSize {
  /** About 200 bytes: the keys and four scalars. */
  SMALL("0.2 KB", 0, 0),
  /** About 700 bytes: a map, a set and a list of three maps besides. */
  MEDIUM("0.7 KB", 3, 0),
  /** About 4 KB: a list of eighteen maps and texts of several hundred characters. */
  LARGE("4 KB", 18, 2);

  private final String text;
  private final int orderLines;
  private final int remarks;

  ItemSize(String text, int orderLines, int remarks) {
    this.text = text;
    this.orderLines = orderLines;
    this.remarks = remarks;
  }

  /** How the size is named in tables. */
  public String text() {
    return text;
  }

  int orderLines() {
    return orderLines;
  }

  int remarks() {
    return remarks;
  }
}
