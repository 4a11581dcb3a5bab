package dev.nightjar.mirror.tailing;

import dev.nightjar.dynamodb.failure.Sleeper;
import dev.nightjar.dynamodb.stream.StreamClient;
import dev.nightjar.mirror.PollBudget;
import dev.nightjar.mirror.Tuning;
import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.batch.InsertPacer;
import dev.nightjar.mirror.batch.MemoryShare;
import dev.nightjar.mirror.batch.Partitions;
import dev.nightjar.mirror.batch.Retries;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import java.time.Clock;

/**
 * What the readers of one stream share.
 *
 * @param mirror whose stream it is
 * @param generation the generation; the first one's export has its time by now
 * @param schema how changes become rows
 * @param streams DynamoDB Streams
 * @param limit how far it is read
 * @param shards where positions are stored
 * @param ledger where batches are
 * @param inserter brings them in
 * @param partitions knows what proves that they are
 * @param pacer when small ones may go
 * @param memory how large they may be
 * @param retries is told of failures
 * @param tuning how often to ask
 * @param pollBudget how often to ask those that have nothing
 * @param clock this machine's
 * @param awsTime AWS's
 * @param sleeper waits
 */
public record Tail(
    StoredMirror mirror,
    Generation generation,
    MirroredSchema schema,
    StreamClient streams,
    ReadingLimit limit,
    ShardStore shards,
    Ledger ledger,
    BatchInserter inserter,
    Partitions partitions,
    InsertPacer pacer,
    MemoryShare memory,
    Retries retries,
    Tuning tuning,
    PollBudget pollBudget,
    Clock clock,
    AwsTime awsTime,
    Sleeper sleeper) {

  String streamArn() {
    return generation.streamArn();
  }
}
