package dev.nightjar.mirror;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.mirror.sample.SampleSize;
import dev.nightjar.mirror.sample.SampledItems;
import dev.nightjar.mirror.status.MirrorStatus;
import dev.nightjar.mirror.verify.VerificationStatus;
import dev.nightjar.mirror.verify.VerificationWish;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/**
 * The mirrors of a server. They go on from their stored state when the service is opened, and stop
 * cleanly, each at its stored position, when it is closed. Thread-safe; methods block.
 *
 * <p>The order for a new data source: {@link #validate}, {@link #createTables}, {@link #start}.
 * {@code start} does the first two by itself where they have not been done.
 */
public interface Mirrors extends AutoCloseable {

  /** How many mirrors of one table there may be; {@link #start} keeps to it. */
  ReaderLimit readerLimit();

  /**
   * Looks at the DynamoDB table and at the file; changes nothing anywhere. Everything that is wrong
   * is reported at once.
   */
  Validation validate(MirrorSpec spec);

  /**
   * Creates the mirrored table and its quarantine table where they do not exist. AWS is asked for
   * the key attributes only where the file does not state its sorting key.
   *
   * @throws MirrorRefusedException if the file does not allow it, or a table of that name exists
   *     with other columns or another engine
   */
  void createTables(MirrorSpec spec);

  /**
   * Lets a table in ClickHouse be created, or dropped and created: it is not there, is this
   * server's, or nobody's.
   *
   * @throws MirrorRefusedException ({@code clickhouse_table_owned}) if another server mirrors into
   *     it
   */
  default void requireFree(TableName table) {}

  /**
   * Switches on what the DynamoDB table lacks, its point-in-time recovery and its stream, and waits
   * until AWS says that they are on. Nothing else is looked at: {@link #validate} comes first, and
   * tells {@code pitr_disabled} and {@code stream_disabled} where this helps. A stream that is on
   * is never touched.
   *
   * @return what was switched on, in words for people; empty where nothing was off
   * @throws MirrorRefusedException if AWS denies it, or does not do it in time
   */
  List<String> enable(MirrorSpec spec);

  /**
   * Starts a mirror: records the stream, stores the export's ClientToken, requests the export and
   * begins to read the stream. Returns once the export is requested, or must wait for the stream's
   * age, or AWS has not answered for a while (the mirror goes on trying).
   *
   * <p>A mirror that exists under that id is never touched when nothing changed; one whose role or
   * external ids changed goes on with the new ones.
   *
   * @throws MirrorRefusedException if it cannot be mirrored, if one with that id has another table
   *     or another schema, or if AWS does not take the request of a new mirror's export: that
   *     mirror is forgotten then
   */
  default StartedMirror start(MirrorSpec spec) {
    return start(spec, Optional.empty());
  }

  /**
   * The same for a mirror that is to go on in the place of another, whose table it does not share:
   * all its versions are above those of the other.
   *
   * @param predecessor the other's id
   */
  StartedMirror start(MirrorSpec spec, Optional<String> predecessor);

  /**
   * Scans the beginning of a table into its data source, whose mirror does not run; the tables are
   * made where they are not there. A mirror that begins later replaces what is there.
   *
   * @return how many items were read; none where the mirror exists, whose rows are all there
   *     already
   * @throws MirrorRefusedException if the file does not allow it, or there is no such table
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS does not answer
   */
  SampledItems sample(MirrorSpec spec, SampleSize size);

  /**
   * Brings rows from elsewhere into the table of a data source whose mirror does not exist, and
   * does not begin meanwhile. A mirror that begins later replaces what is there.
   *
   * @param id the mirror's
   * @param rows brings them
   * @return empty, and nothing was brought, where the mirror exists
   */
  <T> Optional<T> fill(String id, TableName table, Supplier<T> rows);

  /**
   * Stops reading until {@link #resume}. Its position is lost after the stream's 24 hours.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   */
  void pause(String id);

  /**
   * Goes on after {@link #pause}, or tries again after a failure whose cause a person has mended.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   */
  void resume(String id);

  /**
   * Loads the table anew into the table that is there: a new generation with a new export, which
   * costs what exports cost. The mirror is HEALING until every row of it is in, what was deleted in
   * the table is deleted, and the stream is caught up with. Also goes on with a mirror that is
   * paused or has failed; where all that a healing lacks is the leave to delete so many items,
   * {@code options} that give it let it go on without another export.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   * @throws MirrorBusyException if its table is being loaded already
   */
  void resync(String id, Resync options);

  /**
   * Whether {@link #resync} would ask AWS for another export, which AWS bills.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   */
  boolean wouldExport(String id, Resync options);

  /**
   * Brings two paused mirrors of one table, which were LIVE, to the same change in every shard of
   * their stream: each reads on to where the other is, and no further. Both are paused after it,
   * and neither has read what comes next: whoever saw the changes that came in by the one sees each
   * further one once by the other.
   *
   * @param leader the one whose changes were seen until now
   * @param follower the one that goes on in its place
   * @param patience how long it may take
   * @throws MirrorsApartException if it cannot be done now, or not in time
   * @throws java.util.NoSuchElementException if there is no such mirror
   */
  void align(String leader, String follower, Duration patience);

  /**
   * Stores that a mirror's table has another name now, in the caller's transaction; nothing happens
   * if there is no such mirror. It is paused when the table is renamed, and writes to the new name
   * when it is resumed.
   */
  void tableRenamed(Handle transaction, String id, TableName name);

  /**
   * Stops a mirror for good and forgets it; nothing happens if there is none. Its tables are left
   * to the caller.
   */
  void drop(String id);

  /**
   * The mirror's DynamoDB table as AWS describes it; empty if there is none.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS does not answer it
   */
  Optional<TableDescription> describe(String id);

  /**
   * Begins to compare a mirror with its table, item by item. It goes on by itself; {@link
   * #verification} says how far it is.
   *
   * @throws java.util.NoSuchElementException if there is no such mirror
   * @throws dev.nightjar.mirror.verify.VerificationFailedException if one is running for the mirror
   *     already, or the mirror is not LIVE
   */
  VerificationStatus verify(String id, VerificationWish wish);

  /** The running or the newest verification of a mirror since the server's start. */
  Optional<VerificationStatus> verification(String id);

  /** Stops the running verification of a mirror; nothing happens if there is none. */
  void cancelVerification(String id);

  /** All mirrors, by workspace and data source. */
  List<MirrorStatus> statuses();

  /** One mirror. */
  Optional<MirrorStatus> status(String id);

  /** Stops all mirrors, each after the insert that it is in. */
  @Override
  void close();
}
