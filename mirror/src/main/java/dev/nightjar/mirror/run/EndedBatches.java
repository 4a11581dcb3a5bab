package dev.nightjar.mirror.run;

import dev.nightjar.mirror.batch.BatchInserter;
import dev.nightjar.mirror.ledger.Batch;
import dev.nightjar.mirror.ledger.Ledger;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.tailing.StreamSettlement;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Settles what a generation has left in flight before the next one begins: a stream's batch goes in
 * as that generation's if it still can, so that views see its changes. One that can neither be
 * found nor read again is given up, as is what an export has not brought in: the next export holds
 * what came of it.
 */
final class EndedBatches {
  private static final Logger LOG = LoggerFactory.getLogger(EndedBatches.class);

  private final StoredMirror mirror;
  private final Ledger ledger;
  private final BatchInserter inserter;
  private final Function<String, StreamSettlement> streams;

  /**
   * @param streams settlements by the ARN of the stream
   */
  EndedBatches(
      StoredMirror mirror,
      Ledger ledger,
      BatchInserter inserter,
      Function<String, StreamSettlement> streams) {
    this.mirror = mirror;
    this.ledger = ledger;
    this.inserter = inserter;
    this.streams = streams;
  }

  /** Settles them all and returns how many had to be given up. */
  long settle() throws InterruptedException {
    long abandoned = 0;
    for (Batch planned : ledger.planned(mirror.id())) {
      if (!settled(planned)) {
        ledger.abandon(planned);
        abandoned++;
        LOG.warn(
            "mirror {}: {} changes of {} are given up, batch {}: the next export covers them",
            mirror.id(),
            planned.counts().changes(),
            planned.source().key(),
            planned.token());
      }
    }
    return abandoned;
  }

  private boolean settled(Batch planned) throws InterruptedException {
    Optional<String> stream = planned.source().stream();
    return stream.isPresent()
        ? streams.apply(stream.get()).settle(planned)
        : inserter.settleUnread(planned, _ -> {});
  }
}
