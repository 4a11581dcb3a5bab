package dev.nightjar.server.deploy;

import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.status.MirrorStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A data source whose new table is built beside the live one.
 *
 * @param deployment the number of the deployment that brought the change
 * @param mirror how far the mirror of the new table is
 * @param trouble why the tables could not be swapped when it had caught up
 */
public record PendingMirror(long deployment, MirrorStatus mirror, Optional<String> trouble) {

  static Map<String, PendingMirror> of(
      Optional<PendingChange> change, List<Prepared> beside, Mirrors mirrors) {
    Map<String, PendingMirror> pending = new LinkedHashMap<>();
    if (change.isPresent()) {
      for (Prepared each : beside) {
        mirrors
            .status(each.id())
            .ifPresent(status ->
                pending.put(
                    each.datasource(),
                    new PendingMirror(change.get().deployment(), status, change.get().trouble())));
      }
    }
    return pending;
  }
}
