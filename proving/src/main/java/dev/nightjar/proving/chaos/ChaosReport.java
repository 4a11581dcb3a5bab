package dev.nightjar.proving.chaos;

import java.time.Duration;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run has found out, the rounds added up.
 *
 * @param fire how long the fire lasted
 * @param kills how often which process was ended how
 * @param phases in which state the mirror was then
 * @param faults what else happened, and how often
 * @param misfortunes which misfortunes came
 * @param sums what the comparisons found
 */
public record ChaosReport(
    ChaosOptions options,
    Duration fire,
    Map<String, Long> kills,
    Map<String, Long> phases,
    Map<String, Long> faults,
    MisfortuneCount misfortunes,
    Sums sums) {

  /**
   * What the comparisons of all rounds found.
   *
   * @param rounds how many mirrors were made and compared
   * @param items of the last scan
   * @param duplicated but for those after a torn disk
   * @param doubledByTornDisk rows that are there more than once in rounds in which a power cut left
   *     a part of what was not synced
   * @param unexpected rows of the view that stand for no write
   * @param missingBatches batches that counted as done and were not there when the server started
   * @param needlessLoads mirrors whose table was loaded anew although nothing gave a reason
   * @param unsoundBoundaries mirrors that dropped changes which their export may lack
   * @param finalEqualsTable whether that was so each time
   * @param quarantineExact whether the quarantine had each misfit once each time
   */
  public record Sums(
      int rounds,
      long items,
      long changes,
      long lost,
      long duplicated,
      long doubledByTornDisk,
      long outOfOrder,
      long unexpected,
      long missingBatches,
      long needlessLoads,
      long unsoundBoundaries,
      boolean finalEqualsTable,
      long quarantined,
      boolean quarantineExact,
      boolean good) {

    static final Sums NOTHING = new Sums(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, true, 0, true, true);

    /**
     * With one round more.
     *
     * @param missingInAll of all rounds so far
     * @param needlesslyLoaded whether it was loaded anew although nothing gave a reason
     * @param torn whether a power cut left a part of what was not synced
     * @param unsound whether it dropped changes that its export may lack
     */
    Sums and(
        MirrorAudit.Result round,
        long missingInAll,
        boolean torn,
        boolean needlesslyLoaded,
        boolean unsound) {
      boolean equal = torn ? round.goodButForDoubles() : round.good();
      return new Sums(
          rounds + 1,
          round.table().items(),
          changes + round.changes().changes(),
          lost + round.changes().lost(),
          duplicated + (torn ? 0 : round.changes().duplicated()),
          doubledByTornDisk + (torn ? round.changes().duplicated() : 0),
          outOfOrder + round.changes().outOfOrder(),
          unexpected + round.changes().unexpected(),
          missingInAll,
          needlessLoads + (needlesslyLoaded ? 1 : 0),
          unsoundBoundaries + (unsound ? 1 : 0),
          finalEqualsTable && round.finalEqualsTable(),
          quarantined + round.quarantine().rows(),
          quarantineExact && round.quarantine().wrong() == 0,
          good && equal && missingInAll == 0 && !needlesslyLoaded && !unsound);
    }
  }

  /**
   * Whether nothing was lost, doubled, mixed up, altered or loaded anew for nothing, and something
   * was killed and every misfortune came that should have: otherwise nothing is proved.
   */
  public boolean good() {
    return sums.good() && !kills.isEmpty() && misfortunes.missed().isEmpty();
  }

  /** One line. */
  public String json() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("minutes", Math.round(fire.toMillis() / 6000.0) / 10.0);
    json.put("clickhouse", options.remote() ? "remote" : "embedded");
    json.put("kills", kills.values().stream().mapToLong(Long::longValue).sum());
    put(json.putObject("kills_by_process"), kills);
    put(json.putObject("kills_by_phase"), phases);
    put(json.putObject("faults"), faults);
    put(json.putObject("misfortunes"), misfortunes.came());
    put(json.putObject("misfortunes_missed"), misfortunes.missed());
    json.put("mirrors", sums.rounds());
    json.put("changes", sums.changes());
    json.put("lost", sums.lost());
    json.put("duplicated", sums.duplicated());
    json.put("doubled_by_torn_disk", sums.doubledByTornDisk());
    json.put("out_of_order", sums.outOfOrder());
    json.put("unexpected", sums.unexpected());
    json.put("missing_batches", sums.missingBatches());
    json.put("needless_loads", sums.needlessLoads());
    json.put("unsound_boundaries", sums.unsoundBoundaries());
    json.put("final_equals_table", sums.finalEqualsTable());
    json.put("items", sums.items());
    json.put("quarantined", sums.quarantined());
    json.put("quarantine_exact", sums.quarantineExact());
    json.put("seed", options.seed());
    return json.toString();
  }

  private static void put(ObjectNode json, Map<String, Long> counts) {
    counts.forEach(json::put);
  }
}
