package dev.nightjar.awslocal.dynamodb;

/** Provisioned capacity units; zero of both for on-demand tables. */
public record Throughput(long read, long write) {

  /** What on-demand tables show. */
  public static final Throughput ON_DEMAND = new Throughput(0, 0);
}
