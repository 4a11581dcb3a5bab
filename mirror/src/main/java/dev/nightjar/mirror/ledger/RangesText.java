package dev.nightjar.mirror.ledger;

import dev.nightjar.dynamodb.stream.ShardId;
import java.util.List;
import java.util.stream.Collectors;

/** Ranges as the ledger stores them: a line each, its fields between spaces. */
final class RangesText {
  private RangesText() {}

  static String write(List<ShardRange> ranges) {
    return ranges.stream()
        .map(range ->
            String.join(
                " ",
                range.shard().value(),
                range.first(),
                range.last(),
                Long.toString(range.changes()),
                Long.toString(range.quarantined())))
        .collect(Collectors.joining("\n"));
  }

  static List<ShardRange> read(String text) {
    return text.lines()
        .map(line -> line.split(" "))
        .map(fields ->
            new ShardRange(
                new ShardId(fields[0]),
                fields[1],
                fields[2],
                Long.parseLong(fields[3]),
                Long.parseLong(fields[4])))
        .toList();
  }
}
