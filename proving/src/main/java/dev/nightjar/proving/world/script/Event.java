package dev.nightjar.proving.world.script;

import java.time.Duration;

/** Something that happens to the world, at a moment counted from its beginning. */
public sealed interface Event {

  /** When. */
  Duration at();

  /** The kinds of writes. */
  enum WriteKind {
    /** PutItem. */
    PUT,
    /** DeleteItem. */
    DELETE,
    /** A put of exactly what is there, which writes no record. */
    NO_OP,
    /** Time to live deletes the item. */
    EXPIRE
  }

  /** A write to one item. */
  record Write(Duration at, ItemKey key, WriteKind kind, Amount amount) implements Event {}

  /** A shard ends and one child goes on; {@code pick} chooses the shard. */
  record Roll(Duration at, int pick) implements Event {}

  /** A shard ends and two children go on. */
  record Split(Duration at, int pick) implements Event {}

  /** Something is wrong for a while, for so many calls of a hundred. */
  record Wrong(Duration at, Trouble trouble, Duration duration, int percent) implements Event {}

  /** What a server must have begun to do before it is killed. */
  enum Aim {
    /** Anything. */
    ANYTHING(""),
    /** To ask for an export. */
    EXPORT("ExportTable"),
    /** To load an export's files. */
    LOADING("GetObject"),
    /** To delete what was deleted in a gap. */
    TOMBSTONES(" tombstones"),
    /** To insert. */
    INSERTING("insert");

    private final String call;

    Aim(String call) {
      this.call = call;
    }

    /** What the name of such a call contains. */
    public String call() {
      return call;
    }
  }

  /**
   * The server is killed at one of its next steps and started again later.
   *
   * @param aim what it must have begun
   * @param crossings how many calls into the world it still begins or ends after that
   * @param down how long until it is started again
   */
  record Kill(Duration at, Aim aim, int crossings, Duration down) implements Event {}

  /** The server is stopped in order and started again later. */
  record Stop(Duration at, Duration down) implements Event {}

  /**
   * The server is killed like that, and its state database is gone when it starts again.
   *
   * @param aim what it must have begun
   * @param crossings how many calls into the world it still begins or ends after that
   * @param down how long until it is started again
   */
  record LedgerLost(Duration at, Aim aim, int crossings, Duration down) implements Event {}

  /**
   * The server is killed like that, and ClickHouse has lost its newest inserts: a power cut of
   * both.
   *
   * @param aim what it must have begun
   * @param crossings how many calls into the world it still begins or ends after that
   * @param inserts how many are lost
   * @param down how long until it is started again
   */
  record TailLost(Duration at, Aim aim, int crossings, int inserts, Duration down)
      implements Event {}

  /**
   * A ClickHouse of its own is started again at one of the server's next steps, and has lost its
   * newest inserts; the server goes on, and what it has sent arrives.
   *
   * @param aim what it must have begun
   * @param crossings how many calls into the world it still begins or ends after that
   * @param inserts how many are lost
   */
  record ClickHouseRestarted(Duration at, Aim aim, int crossings, int inserts) implements Event {}

  /** A person wants the table loaded anew. */
  record Resync(Duration at) implements Event {}

  /** A person pauses the mirror and lets it go on later. */
  record Pause(Duration at, Duration duration) implements Event {}

  /** ClickHouse merges parts. */
  record Merge(Duration at) implements Event {}

  /** The table's stream is switched off, and on again later: another stream. */
  record StreamReplaced(Duration at, Duration off) implements Event {}

  /** The table is deleted, and created anew under its name later. */
  record TableReplaced(Duration at, Duration gone) implements Event {}
}
