package dev.nightjar.proving.world.aws;

import dev.nightjar.dynamodb.export.ExportDescription;
import dev.nightjar.dynamodb.export.ExportRequest;
import dev.nightjar.dynamodb.export.ExportStatus;
import dev.nightjar.dynamodb.failure.NotFoundException;
import dev.nightjar.proving.world.fault.Faults;
import dev.nightjar.proving.world.script.ExportPlan;
import dev.nightjar.proving.world.script.ItemKey;
import dev.nightjar.proving.world.script.Sabotage;
import dev.nightjar.proving.world.script.Setting;
import dev.nightjar.proving.world.time.Scheduler;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;

/**
 * Exports: each item is in one as it was at a moment of its own, within a minute of the export's
 * time either way.
 */
public final class ExportsModel {
  /** How far from its time an export may look. */
  private static final Duration FUZZ = Duration.ofMinutes(1);

  private static final Duration TOKEN_LIFE = Duration.ofHours(8);

  private final Scheduler scheduler;
  private final Setting setting;
  private final SimulatedTable table;
  private final Faults faults;
  private final SplittableRandom random;
  private final List<Export> exports = new ArrayList<>();
  private final Map<String, byte[]> objects = new HashMap<>();

  /** An export; its items are known once it is completed. */
  public static final class Export {
    private final String arn;
    private final String token;
    private final String bucket;
    private final String tableId;
    private final Instant time;
    private final Instant requestedAt;
    private final ExportPlan plan;
    private ExportStatus status = ExportStatus.IN_PROGRESS;
    private List<StoredItem> items = List.of();

    private Export(
        String arn,
        ExportRequest request,
        String tableId,
        Instant time,
        Instant requestedAt,
        ExportPlan plan) {
      this.arn = arn;
      this.token = request.clientToken();
      this.bucket = request.bucket();
      this.tableId = tableId;
      this.time = time;
      this.requestedAt = requestedAt;
      this.plan = plan;
    }

    /** What it is asked for by. */
    public String arn() {
      return arn;
    }

    /** Its {@code ExportTime}. */
    public Instant time() {
      return time;
    }

    /** The items in its files. */
    public List<StoredItem> items() {
      return items;
    }
  }

  /** No exports yet. */
  public ExportsModel(
      Scheduler scheduler,
      Setting setting,
      SimulatedTable table,
      Faults faults,
      SplittableRandom random) {
    this.scheduler = scheduler;
    this.setting = setting;
    this.table = table;
    this.faults = faults;
    this.random = random;
  }

  /** All exports, the oldest first. */
  public List<Export> all() {
    return exports;
  }

  /** An export by its ARN. */
  public Optional<Export> find(String arn) {
    return exports.stream().filter(export -> export.arn.equals(arn)).findFirst();
  }

  ExportDescription request(ExportRequest request) {
    Instant now = scheduler.now();
    for (Export export : exports) {
      if (export.token.equals(request.clientToken())
          && now.isBefore(export.requestedAt.plus(TOKEN_LIFE))) {
        return described(export);
      }
    }
    if (!table.exists()) {
      throw new NotFoundException(
          "ExportTableToPointInTime", "TableNotFoundException", "there is no such table", null);
    }
    Export export =
        new Export(
            SimulatedTable.ARN
                + "/export/%013d-%08x".formatted(now.toEpochMilli(), random.nextInt()),
            request,
            table.tableId(),
            now.truncatedTo(ChronoUnit.SECONDS),
            now,
            setting.export(exports.size()));
    exports.add(export);
    Duration least = FUZZ.plusSeconds(2);
    Duration duration = export.plan.duration();
    scheduler.at(
        now.plus(duration.compareTo(least) < 0 ? least : duration), () -> complete(export));
    return described(export);
  }

  private void complete(Export export) {
    if (export.plan.fate() == ExportPlan.Fate.FAILED) {
      export.status = ExportStatus.FAILED;
      return;
    }
    List<StoredItem> items = new ArrayList<>();
    long fuzz = FUZZ.toMillis();
    for (ItemKey key : table.versions().keySet()) {
      Instant moment = export.time.plusMillis(random.nextLong(2 * fuzz + 1) - fuzz);
      table.item(key, moment).ifPresent(items::add);
    }
    export.items = List.copyOf(items);
    ExportFiles files =
        new ExportFiles(export.arn, export.tableId, export.bucket, export.time, export.plan);
    objects.putAll(files.write(items, random));
    export.status = ExportStatus.COMPLETED;
    if (export.plan.fate() == ExportPlan.Fate.FILE_LATE) {
      String late = files.someFile();
      byte[] content = objects.remove(late);
      scheduler.at(scheduler.now().plusSeconds(1), () -> objects.put(late, content));
    }
  }

  ExportDescription describe(String arn) {
    return find(arn)
        .map(this::described)
        .orElseThrow(() ->
            new NotFoundException(
                "DescribeExport", "ExportNotFoundException", "there is no " + arn, null));
  }

  private ExportDescription described(Export export) {
    boolean completed = export.status == ExportStatus.COMPLETED;
    boolean failed = export.status == ExportStatus.FAILED;
    return new ExportDescription(
        export.arn,
        export.status,
        Optional.of(SimulatedTable.ARN),
        Optional.of(export.tableId),
        Optional.of(
            faults.sabotaged(Sabotage.EXPORT_TIME_LATE)
                ? export.time.plusSeconds(180)
                : export.time),
        Optional.of(export.requestedAt),
        Optional.empty(),
        export.bucket,
        Optional.empty(),
        completed ? Optional.of(ExportFiles.manifestKey(export.arn)) : Optional.empty(),
        Optional.of(export.token),
        completed ? OptionalLong.of(export.items.size()) : OptionalLong.empty(),
        OptionalLong.empty(),
        failed ? Optional.of("InternalFailure") : Optional.empty(),
        failed ? Optional.of("the export failed on AWS's side") : Optional.empty());
  }

  byte[] object(String key) {
    byte[] content = objects.get(key);
    if (content == null) {
      throw new NotFoundException("GetObject", "NoSuchKey", "there is no object " + key, null);
    }
    return content;
  }
}
