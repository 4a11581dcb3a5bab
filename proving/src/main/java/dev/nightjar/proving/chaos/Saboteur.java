package dev.nightjar.proving.chaos;

import java.net.URI;

/** Makes the proof fail, to see whether it can. */
@FunctionalInterface
public interface Saboteur {

  /** Spoils nothing. */
  Saboteur NONE = (_, _) -> {};

  /**
   * Called when the mirror has caught up, before the comparison: spoils what was mirrored behind
   * the server's back.
   *
   * @param clickHouse the database's HTTP interface, where it is a process of its own
   * @param datasource the mirrored data source
   */
  void spoil(URI clickHouse, String datasource);

  /**
   * Whether what the server syncs is there after a power cut.
   *
   * @param path of the file or folder that it syncs
   */
  default boolean diskKeepsItsWord(String path) {
    return true;
  }
}
