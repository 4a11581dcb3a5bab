package dev.nightjar.cli.demo;

import dev.nightjar.cli.api.ServerClient;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What the server says about one mirror.
 *
 * @param state its state, such as LIVE
 * @param since since when it is in it
 * @param generation how often its table was loaded, or is being loaded
 * @param reason a code, empty where there is none
 * @param explanation the reason and the message, where there are any
 * @param caughtUpAt the instant before which every acknowledged change is visible
 * @param boundary from when on changes come from the stream
 * @param items how many items the export has
 * @param itemsLoaded how many of them are in
 * @param startedLoading when the export was there and its first file was read
 * @param finishedLoading when its last row was in
 * @param changes how many changes of the stream are in
 */
public record MirrorView(
    String state,
    Optional<Instant> since,
    long generation,
    String reason,
    String explanation,
    Optional<Instant> caughtUpAt,
    Optional<Instant> boundary,
    long items,
    long itemsLoaded,
    Optional<Instant> startedLoading,
    Optional<Instant> finishedLoading,
    long changes) {

  /** Asks the server; empty where it has no such mirror. */
  public static Optional<MirrorView> ask(ServerClient server, String datasource) {
    for (JsonNode mirror : server.get("/v1/mirrors")) {
      if (mirror.path("datasource").asString("").equals(datasource)) {
        return Optional.of(of(mirror));
      }
    }
    return Optional.empty();
  }

  /** Whether the export is loaded and the stream is followed. */
  public boolean live() {
    return state.equals("LIVE");
  }

  /** Whether it stopped for good. */
  public boolean failed() {
    return state.equals("FAILED");
  }

  private static MirrorView of(JsonNode mirror) {
    JsonNode export = mirror.path("export");
    String reason = mirror.path("reason").asString("");
    String message = mirror.path("message").asString("");
    return new MirrorView(
        mirror.path("state").asString(""),
        instant(mirror.path("since")),
        mirror.path("generation").asLong(0),
        reason,
        reason.isEmpty() || message.isEmpty() ? reason + message : reason + ": " + message,
        instant(mirror.path("caught_up_at")),
        instant(mirror.path("boundary")),
        export.path("items").asLong(0),
        export.path("items_loaded").asLong(0),
        instant(export.path("started_loading_at")),
        instant(export.path("finished_loading_at")),
        mirror.path("stream").path("changes_inserted").asLong(0));
  }

  private static Optional<Instant> instant(JsonNode at) {
    return at.isString() ? Optional.of(Instant.parse(at.asString())) : Optional.empty();
  }
}
