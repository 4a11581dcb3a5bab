package dev.nightjar.benchmarks.backfill;

/** One way to bring an export's items into a table. */
interface Contender {

  /** How it is named in tables and JSON. */
  String name();

  /** Brings all items in; returns when they are there, on disk. */
  void fill(Target target);
}
