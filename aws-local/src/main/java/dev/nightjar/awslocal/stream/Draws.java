package dev.nightjar.awslocal.stream;

/** Draws that depend on what they are about only: the same for the same numbers. */
public final class Draws {

  private Draws() {}

  /** Another number for every number, without a pattern between neighbours. */
  public static long mix(long value) {
    long mixed = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ mixed >>> 27) * 0x94d049bb133111ebL;
    return mixed ^ mixed >>> 31;
  }

  /** A share from 0 to below 1, drawn for that pair. */
  public static double share(long seed, long about) {
    return (mix(mix(seed + 0x9E3779B97F4A7C15L) ^ about * 0x9E3779B97F4A7C15L) >>> 11) * 0x1p-53;
  }
}
