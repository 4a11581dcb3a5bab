package dev.nightjar.proving.chaos;

import java.net.URI;

/** Spoils what was mirrored behind the server's back, to see whether the comparison notices. */
@FunctionalInterface
public interface Saboteur {

  /** Spoils nothing. */
  Saboteur NONE = (_, _) -> {};

  /**
   * Called when the mirror has caught up, before the comparison.
   *
   * @param clickHouse the database's HTTP interface, where it is a process of its own
   * @param datasource the mirrored data source
   */
  void spoil(URI clickHouse, String datasource);
}
