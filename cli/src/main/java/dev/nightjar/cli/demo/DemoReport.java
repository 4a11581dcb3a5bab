package dev.nightjar.cli.demo;

import dev.nightjar.proving.flights.ChangeComparison;
import dev.nightjar.proving.flights.TableComparison;
import java.time.Duration;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a demo that ends has found out; printed as its last line.
 *
 * @param backfill from the end of the export to the last of its rows
 */
record DemoReport(
    TableComparison.Result table,
    ChangeComparison.Result changes,
    Duration backfill,
    Latencies freshness) {

  /** Whether nothing was lost, nothing came twice, and the tables are equal. */
  boolean good() {
    return table.equal() && changes.equal();
  }

  String json() {
    double seconds = backfill.toMillis() / 1000.0;
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("items", table.items());
    json.put("export_rows", changes.exportRows());
    json.put("changes", changes.changes());
    json.put("change_rows", changes.changeRows());
    json.put("lost", changes.lost());
    json.put("duplicated", changes.duplicated());
    json.put("final_equals_table", table.equal());
    json.put("backfill_seconds", seconds);
    json.put(
        "backfill_rows_per_second", Math.round(changes.exportRows() / Math.max(0.001, seconds)));
    freshness(json, "freshness_p50_ms", 0.5);
    freshness(json, "freshness_p99_ms", 0.99);
    return json.toString();
  }

  private void freshness(ObjectNode json, String name, double share) {
    if (freshness.count() == 0) {
      json.putNull(name);
    } else {
      json.put(name, freshness.percentile(share));
    }
  }
}
