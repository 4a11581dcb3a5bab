package dev.nightjar.benchmarks.encode;

import dev.nightjar.benchmarks.sample.ItemSize;
import dev.nightjar.benchmarks.sample.Items;
import dev.nightjar.benchmarks.sample.Rounds;
import dev.nightjar.dynamodb.gzip.GzipText;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * How fast one core inflates an export, beside the JDK, which does it with zlib. The two take
 * turns.
 *
 * @param size the items
 * @param megabytesPerSecond 10⁶ bytes of export text a second of CPU time, the median of the rounds
 * @param jdkMegabytesPerSecond the same of {@link GZIPInputStream}
 */
public record InflatedText(ItemSize size, double megabytesPerSecond, double jdkMegabytesPerSecond) {
  private static final int TEXT = 16_000_000;
  private static final int BUFFER = 128 * 1024;
  private static final int WARM_UPS = 10;
  private static final int ROUNDS = 11;

  /** Measures on the calling thread. */
  public static InflatedText measure(ItemSize size) {
    try {
      return measured(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InflatedText measured(ItemSize size) throws IOException {
    byte[] gzip = gzip(size);
    double[] speeds = new double[ROUNDS];
    double[] jdkSpeeds = new double[ROUNDS];
    for (int round = -WARM_UPS; round < ROUNDS; round++) {
      double jdkSpeed = speed(InflatedText::inflateByJdk, gzip);
      double speed = speed(InflatedText::inflate, gzip);
      if (round >= 0) {
        jdkSpeeds[round] = jdkSpeed;
        speeds[round] = speed;
      }
    }
    return new InflatedText(size, Rounds.median(speeds), Rounds.median(jdkSpeeds));
  }

  private static byte[] gzip(ItemSize size) throws IOException {
    Items items = new Items(size);
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    for (int item = 0; text.size() < TEXT; item++) {
      text.writeBytes(items.line(item));
    }
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      text.writeTo(gzip);
    }
    return compressed.toByteArray();
  }

  private interface Inflating {
    /** The number of bytes of text. */
    long textOf(byte[] gzip) throws IOException;
  }

  private static double speed(Inflating inflating, byte[] gzip) throws IOException {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    long bytes = inflating.textOf(gzip);
    return bytes * 1e3 / (threads.getCurrentThreadCpuTime() - start);
  }

  private static long inflate(byte[] gzip) throws IOException {
    GzipText text = new GzipText(new ByteArrayInputStream(gzip));
    byte[] buffer = new byte[BUFFER];
    int filled = 0;
    long bytes = 0;
    for (int count = text.read(buffer, 0, BUFFER); count >= 0; ) {
      bytes += count;
      filled += count;
      if (BUFFER - filled < GzipText.LEAST_ROOM) {
        System.arraycopy(buffer, filled - GzipText.WINDOW, buffer, 0, GzipText.WINDOW);
        filled = GzipText.WINDOW;
      }
      count = text.read(buffer, filled, BUFFER);
    }
    return bytes;
  }

  private static long inflateByJdk(byte[] gzip) throws IOException {
    long bytes = 0;
    byte[] buffer = new byte[BUFFER];
    try (GZIPInputStream text = new GZIPInputStream(new ByteArrayInputStream(gzip), BUFFER)) {
      for (int count = text.read(buffer); count >= 0; count = text.read(buffer)) {
        bytes += count;
      }
    }
    return bytes;
  }
}
