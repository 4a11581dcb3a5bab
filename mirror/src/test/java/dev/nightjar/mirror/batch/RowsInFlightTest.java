package dev.nightjar.mirror.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.dynamodb.stream.ShardId;
import dev.nightjar.mirror.batch.RowsInFlight.Range;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Batch.Counts;
import dev.nightjar.mirror.ledger.ShardRange;
import dev.nightjar.mirror.ledger.Source;
import java.math.BigInteger;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowsInFlightTest {
  private static final Source STREAM = new Source.OfStream("arn:stream");

  @Test
  void areTheChangesOfEachRangeAndTheExportsRowsAndTheTombstones() {
    assertThat(
            RowsInFlight.of(
                    List.of(
                        batch(STREAM, 3, List.of(range("a", 7, 9), range("b", 40, 41))),
                        batch(new Source.OfFile(3, 1), 3, List.of()),
                        batch(new Source.OfTombstones(4), 4, List.of())))
                .ranges())
        .containsExactly(rows(3, 7, 9), rows(3, 40, 41), rows(3, 1, 1), rows(4, 0, 0));
    assertThat(RowsInFlight.of(List.of())).isEqualTo(RowsInFlight.NONE);
  }

  @Test
  void ofVeryManyRangesAlsoWhatLiesBetweenThem() {
    List<ShardRange> many =
        IntStream.range(0, 2000).mapToObj(i -> range("s" + i, 10 * i + 5, 10 * i + 6)).toList();

    assertThat(
            RowsInFlight.of(
                    List.of(batch(STREAM, 2, many), batch(STREAM, 3, List.of(range("a", 1, 2)))))
                .ranges())
        .containsExactly(rows(2, 5, 19_996), rows(3, 1, 2));
  }

  private static Range rows(long generation, long first, long last) {
    return new Range(generation, BigInteger.valueOf(first), BigInteger.valueOf(last));
  }

  private static ShardRange range(String shard, long first, long last) {
    return new ShardRange(
        new ShardId("shardId-00000001700000000000-" + shard),
        Long.toString(first),
        Long.toString(last),
        1,
        0);
  }

  private static Batch batch(Source source, long generation, List<ShardRange> ranges) {
    return new Batch(
        "m",
        1,
        generation,
        source,
        "1",
        "2",
        new Counts(1, 1, 0),
        "fingerprint",
        "uuid",
        List.of(),
        "token",
        0,
        ranges);
  }
}
