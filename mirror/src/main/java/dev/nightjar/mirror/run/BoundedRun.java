package dev.nightjar.mirror.run;

import dev.nightjar.dynamodb.connection.TableConnection;
import dev.nightjar.mirror.MirrorsApartException;
import dev.nightjar.mirror.MirrorsOptions;
import dev.nightjar.mirror.backfill.LoadProgress;
import dev.nightjar.mirror.batch.InsertWatch;
import dev.nightjar.mirror.fence.ServerStarts;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.mirror.state.Generation;
import dev.nightjar.mirror.state.ShardStore;
import dev.nightjar.mirror.state.StoredMirror;
import dev.nightjar.mirror.tailing.AwsTime;
import dev.nightjar.mirror.tailing.MeetingPlace;
import dev.nightjar.mirror.tailing.ShardWatches;
import dev.nightjar.mirror.tailing.StreamFollower;
import dev.nightjar.mirror.tailing.TableWatch;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicReference;

/** A mirror that is paused reads its stream on, up to a place in each shard, and stands again. */
final class BoundedRun {
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);

  private final MirrorsOptions options;
  private final Stores stores;
  private final StoredMirror mirror;
  private final MirroredSchema schema;
  private final Generation generation;
  private final ServerStarts starts;
  private final ShardStore shards;

  BoundedRun(
      MirrorsOptions options,
      Stores stores,
      StoredMirror mirror,
      MirroredSchema schema,
      Generation generation,
      ServerStarts starts) {
    this.options = options;
    this.stores = stores;
    this.mirror = mirror;
    this.schema = schema;
    this.generation = generation;
    this.starts = starts;
    this.shards = stores.shards(mirror.id(), generation.streamArn());
  }

  /** How far the mirror is, as it is stored. */
  MeetingPlace.Reader reader() {
    return new MeetingPlace.Reader(shards.all(), stores.ledger().planned(mirror.id()));
  }

  ShardStore shards() {
    return shards;
  }

  Generation generation() {
    return generation;
  }

  /**
   * Reads.
   *
   * @param deadline when it is given up
   * @throws MirrorsApartException if it fails, or takes longer
   */
  void to(MeetingPlace place, Instant deadline) throws InterruptedException {
    if (place.isReachedBy(reader())) {
      return;
    }
    AtomicReference<Throwable> failure = new AtomicReference<>();
    TaskGroup group = new TaskGroup("mirror " + mirror.id() + " up to another", failure::set);
    try (TableConnection connection = options.connector().connect(mirror.role())) {
      AwsTime awsTime = new AwsTime(options.clock());
      RunTools tools =
          new RunTools(
              options,
              stores,
              mirror,
              schema,
              connection,
              new MirrorHealth(mirror.id(), options.clock(), () -> {}),
              new LoadProgress(),
              new InsertWatch(),
              starts,
              awsTime);
      new TableClaim(tools, mirror).make();
      tools.fence().generation(generation.number());
      tools.ledgerCheck(mirror).shards(generation.streamArn(), shards);
      ShardWatches watches = new ShardWatches(options.clock(), awsTime);
      shards.all().forEach(watches::restore);
      StreamFollower follower =
          new StreamFollower(
              tools.tail(mirror, generation, generation.streamArn(), place),
              new TableWatch(connection.tables()),
              group,
              watches);
      group.start("stream", follower::run);
      try {
        await(place, failure, deadline);
      } finally {
        group.stop();
      }
    }
  }

  private void await(MeetingPlace place, AtomicReference<Throwable> failure, Instant deadline)
      throws InterruptedException {
    while (!place.isReachedBy(reader())) {
      Throwable failed = failure.get();
      if (failed != null) {
        throw new MirrorsApartException(
            "The mirror of `"
                + mirror.datasource()
                + "` has stopped on its way: "
                + failed.getMessage(),
            failed);
      }
      if (options.clock().instant().isAfter(deadline)) {
        throw new MirrorsApartException(
            "The mirror of `"
                + mirror.datasource()
                + "` has not come to where the other one is in time.");
      }
      options.sleeper().sleep(BETWEEN_LOOKS);
    }
  }
}
