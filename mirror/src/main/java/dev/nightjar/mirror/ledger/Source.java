package dev.nightjar.mirror.ledger;

import dev.nightjar.dynamodb.stream.ShardId;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where the changes of a batch come from. A source has at most one batch in flight. */
public sealed interface Source {

  /** The source's name in the ledger. */
  String key();

  /** The ARN of the stream that its changes come from; empty if it is none. */
  default Optional<String> stream() {
    return switch (this) {
      case OfStream(var arn) -> Optional.of(arn);
      case OfShard(var arn, _) -> Optional.of(arn);
      case OfFile _, OfTombstones _ -> Optional.empty();
    };
  }

  /**
   * The source of a name.
   *
   * @throws IllegalArgumentException if it is no source's
   */
  static Source parse(String key) {
    Matcher file = OfFile.KEY.matcher(key);
    if (file.matches()) {
      return new OfFile(Long.parseLong(file.group(1)), Integer.parseInt(file.group(2)));
    }
    Matcher tombstones = OfTombstones.KEY.matcher(key);
    if (tombstones.matches()) {
      return new OfTombstones(Long.parseLong(tombstones.group(1)));
    }
    int end = key.lastIndexOf('/');
    if (end < 0) {
      throw new IllegalArgumentException("no source of batches: " + key);
    }
    if (key.endsWith(OfStream.ALL_SHARDS)) {
      return new OfStream(key.substring(0, end));
    }
    return new OfShard(key.substring(0, end), new ShardId(key.substring(end + 1)));
  }

  /**
   * Any shards of one stream; a batch's {@link Batch#ranges} say which.
   *
   * @param streamArn the stream
   */
  record OfStream(String streamArn) implements Source {
    private static final String ALL_SHARDS = "/*";

    @Override
    public String key() {
      return streamArn + ALL_SHARDS;
    }
  }

  /**
   * One shard of one stream: batches of earlier versions, which may still be in the ledger.
   *
   * @param streamArn the stream
   * @param shard the shard
   */
  record OfShard(String streamArn, ShardId shard) implements Source {
    @Override
    public String key() {
      return streamArn + "/" + shard.value();
    }
  }

  /**
   * One file of one generation's export.
   *
   * @param generation the generation
   * @param ordinal its place in the manifest, from 0
   */
  record OfFile(long generation, int ordinal) implements Source {
    private static final Pattern KEY = Pattern.compile("export (\\d+) file (\\d+)");

    @Override
    public String key() {
      return "export " + generation + " file " + ordinal;
    }
  }

  /**
   * The tombstones of one generation's healing.
   *
   * @param generation the generation
   */
  record OfTombstones(long generation) implements Source {
    private static final Pattern KEY = Pattern.compile("tombstones (\\d+)");

    @Override
    public String key() {
      return "tombstones " + generation;
    }
  }
}
