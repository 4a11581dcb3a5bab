package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.encode.EncodedText;
import dev.nightjar.benchmarks.encode.InflatedText;
import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.benchmarks.sample.ItemSize;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench encode}: lines of an export into columns, on one core. */
@Command(
    name = "encode",
    mixinStandardHelpOptions = true,
    description =
        "Turns lines of an export (0.2, 0.7 and 4 KB) into columns on one thread, without files,"
            + " network or database: megabytes of text a second and bytes allocated per item. And"
            + " inflates such lines beside the JDK.")
final class EncodeBench extends Part {
  private static final EncodedText.Plan WHOLE =
      new EncodedText.Plan(Duration.ofSeconds(5), 7, Duration.ofSeconds(2));
  private static final EncodedText.Plan QUICK =
      new EncodedText.Plan(Duration.ofSeconds(3), 3, Duration.ofSeconds(1));

  @Override
  ObjectNode measure(boolean inAHurry) {
    ObjectNode measured = new JsonMapper().createObjectNode();
    for (ItemSize size : ItemSize.values()) {
      for (Dialect dialect : Dialect.values()) {
        add(measured, EncodedText.measure(size, dialect, inAHurry ? QUICK : WHOLE));
      }
      add(measured, InflatedText.measure(size));
    }
    return measured;
  }

  private static void add(ObjectNode measured, InflatedText text) {
    ObjectNode run = measured.withArray("inflated").addObject();
    run.put("items", text.size().text());
    run.put("mb_per_second", Math.round(text.megabytesPerSecond()));
    run.put("jdk_mb_per_second", Math.round(text.jdkMegabytesPerSecond()));
    run.put("ratio", rounded(text.megabytesPerSecond() / text.jdkMegabytesPerSecond(), 2));
  }

  private static void add(ObjectNode measured, EncodedText text) {
    ObjectNode run = measured.withArray("runs").addObject();
    run.put("items", text.size().text());
    run.put("dialect", text.dialect().name().toLowerCase(Locale.ROOT));
    run.put("bytes_per_item", Math.round(text.bytesPerItem()));
    run.put("mb_per_second", Math.round(text.megabytesPerSecond()));
    run.put("allocated_bytes_per_item", rounded(text.allocatedBytesPerItem(), 3));
    if (text.size() == ItemSize.MEDIUM && text.dialect() == Dialect.FORWARD) {
      measured.put("encode_mb_per_second_per_core", Math.round(text.megabytesPerSecond()));
    }
  }

  @Override
  void print(ObjectNode measured) {
    System.out.printf(
        Locale.ROOT, "%8s %10s %12s %10s %16s%n", "items", "dialect", "bytes", "MB/s", "allocated");
    for (JsonNode run : measured.path("runs")) {
      System.out.printf(
          Locale.ROOT,
          "%8s %10s %12d %10d %14.3f B%n",
          run.path("items").asString(),
          run.path("dialect").asString(),
          run.path("bytes_per_item").asInt(),
          run.path("mb_per_second").asInt(),
          run.path("allocated_bytes_per_item").asDouble());
    }
    for (JsonNode run : measured.path("inflated")) {
      System.out.printf(
          Locale.ROOT,
          "%8s inflated at %d MB/s, by the JDK at %d: %.2f times%n",
          run.path("items").asString(),
          run.path("mb_per_second").asInt(),
          run.path("jdk_mb_per_second").asInt(),
          run.path("ratio").asDouble());
    }
  }
}
