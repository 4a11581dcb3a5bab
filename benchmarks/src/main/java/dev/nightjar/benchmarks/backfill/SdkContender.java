package dev.nightjar.benchmarks.backfill;

import dev.nightjar.benchmarks.sample.Dialect;
import dev.nightjar.clickhouse.RowsInsert;
import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.export.DataFile;
import dev.nightjar.dynamodb.export.ObjectContent;
import dev.nightjar.dynamodb.export.ObjectStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import software.amazon.awssdk.enhanced.dynamodb.document.EnhancedDocument;
import tools.jackson.databind.json.JsonMapper;

/**
 * What one writes with the usual libraries: Jackson reads a line, the SDK's own classes hold the
 * item and write it as JSON, rows go out as RowBinary in batches as large as the mirror's, from as
 * many threads. Neither counts nor checksums are looked at, and there is no ledger.
 */
final class SdkContender implements Contender {
  private final ExportFiles export;
  private final ObjectStore objects;
  private final Loaders loaders;
  private final JsonMapper mapper = JsonMapper.shared();

  SdkContender(ExportFiles export, ObjectStore objects, int parallel) {
    this.export = export;
    this.objects = objects;
    this.loaders = new Loaders(parallel);
  }

  @Override
  public String name() {
    return "sdk_jackson";
  }

  @Override
  public void fill(Target target) {
    loaders.load(
        export.files(),
        () -> {
          RowBinary rows = new RowBinary();
          return file -> load(target, file, rows);
        });
  }

  private void load(Target target, DataFile file, RowBinary rows) throws IOException {
    try (ObjectContent content = objects.open(file.bucket(), file.key());
        BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(content.body(), 64 * 1024), StandardCharsets.UTF_8),
                64 * 1024)) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        EnhancedDocument document =
            EnhancedDocument.fromAttributeValueMap(
                TypedJson.item(mapper.readTree(line).get("Item")));
        append(document, target.dialect(), rows);
        if (MirrorContender.limits().full(rows.rows(), rows.size())) {
          insert(target, rows);
        }
      }
      if (rows.rows() > 0) {
        insert(target, rows);
      }
    }
  }

  private static void append(EnhancedDocument document, Dialect dialect, RowBinary rows) {
    rows.string(document.getString("customer"));
    rows.string(document.getString("placed_at"));
    if (dialect == Dialect.CLASSIC) {
      BigDecimal total = document.getNumber("total").bigDecimalValue();
      rows.number(total.setScale(2, RoundingMode.HALF_EVEN).unscaledValue().longValueExact(), 8);
      rows.string(document.getString("state"));
      rows.number(document.getNumber("version").longValue(), 8);
      rows.number(document.getBoolean("paid") ? 1 : 0, 1);
    }
    rows.string(document.toJson());
    rows.number(1_721_900_000_000L, 8);
    rows.string("EXPORT");
    rows.number(0, 1);
    rows.number(1, 32);
    rows.endRow();
  }

  private static void insert(Target target, RowBinary rows) throws IOException {
    String typed = target.dialect() == Dialect.CLASSIC ? "total, state, version, paid, " : "";
    RowsInsert insert =
        new RowsInsert(
            "INSERT INTO "
                + target.name().sql()
                + " (customer, placed_at, "
                + typed
                + "_record, _timestamp, _event_name, _is_deleted, _version)",
            "RowBinary",
            TableName.DEFAULT_DATABASE,
            Map.of(),
            Map.of("insert_allow_materialized_columns", "1", "async_insert", "0"),
            Optional.empty());
    target.clickHouse().load(insert, rows.content());
    rows.clear();
  }
}
