package dev.nightjar.server.deploy;

import java.util.List;
import java.util.Map;

/**
 * What a build or a deployment came to.
 *
 * @param result in the clients' word
 * @param deployment as it is now; a failed one is not listed
 * @param datasources the ids of the data sources that are live, by name
 * @param backfills the mirrors that began with it and have their export
 */
public record Outcome(
    Result result,
    Deployment deployment,
    Map<String, String> datasources,
    List<Backfill> backfills) {

  /** The clients' words. */
  public enum Result {
    SUCCESS,
    FAILED,
    NO_CHANGES
  }

  /**
   * @param datasourceId the data source's id
   * @param exportArn the export that fills it
   */
  public record Backfill(String datasourceId, String exportArn) {}
}
