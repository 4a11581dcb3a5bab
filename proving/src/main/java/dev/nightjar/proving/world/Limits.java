package dev.nightjar.proving.world;

/**
 * What a history may take at most: one that takes more never comes to an end.
 *
 * @param steps of threads
 * @param rows that come in, to stay or not: the more there are, the longer each look at them takes
 */
record Limits(long steps, long rows) {
  /** More than ten times what the histories of the first 1,200 seeds take. */
  static final Limits USUAL = new Limits(2_000_000, 4_000);
}
