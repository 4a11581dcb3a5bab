package dev.nightjar.benchmarks;

import dev.nightjar.benchmarks.backfill.FlatMemory;
import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedOptions;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code ./nightjar bench memory}: a backfill of any size in a small heap. */
@Command(
    name = "memory",
    mixinStandardHelpOptions = true,
    description =
        "Loads an export that is generated while it is read, in a heap of 256 MB, and looks what is"
            + " in use after a collection at every tenth of the way. One line in four megabytes has"
            + " two.",
    footer = {
      "",
      "Examples:",
      "  ./nightjar bench memory --gigabytes 100",
      "  ./nightjar bench memory --gigabytes 10 --files 1"
    })
final class MemoryBench extends Part {
  @Option(
      names = "--gigabytes",
      defaultValue = "10",
      description = "Text of the export, not compressed (default: ${DEFAULT-VALUE}).")
  private double gigabytes;

  @Option(
      names = "--files",
      defaultValue = "8",
      description = "Data files, all of the same size (default: ${DEFAULT-VALUE}).")
  private int files;

  @Override
  ObjectNode measure(boolean inAHurry) {
    long bytes = (long) ((inAHurry ? Math.min(1, gigabytes) : gigabytes) * 1e9);
    try (ScratchFolder folder = ScratchFolder.create();
        ClickHouse clickHouse =
            EmbeddedClickHouse.open(EmbeddedOptions.at(folder.path().resolve("clickhouse")))) {
      FlatMemory memory = FlatMemory.run(clickHouse, folder.path(), bytes, files);
      ObjectNode measured = new JsonMapper().createObjectNode();
      measured.put("gigabytes", rounded(memory.textBytes() / 1e9, 2));
      measured.put("files", files);
      measured.put("rows", memory.rows());
      measured.put("seconds", rounded(memory.seconds(), 1));
      memory
          .heapBytes()
          .forEach(used -> measured.withArray("heap_in_use_mb").add(Math.round(used / 1e6)));
      measured.put("heap_growth_mb", Math.round(memory.growthBytes() / 1e6));
      measured.put("heap_limit_mb", Math.round(Runtime.getRuntime().maxMemory() / 1e6));
      return measured;
    }
  }

  @Override
  void print(ObjectNode measured) {
    System.out.printf(
        Locale.ROOT,
        "%.2f GB in %d files, %d rows in %.1f s; heap in use after a collection, at every tenth: %s"
            + " of %d MB%n",
        measured.path("gigabytes").asDouble(),
        measured.path("files").asInt(),
        measured.path("rows").asLong(),
        measured.path("seconds").asDouble(),
        measured.path("heap_in_use_mb"),
        measured.path("heap_limit_mb").asLong());
  }
}
