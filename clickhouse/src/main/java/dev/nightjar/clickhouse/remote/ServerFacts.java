package dev.nightjar.clickhouse.remote;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What was read from a server.
 *
 * @param version such as {@code 25.8.2.29}
 * @param unknownSettings those of {@link ServerCheck#OPTIONAL} that this version does not have
 * @param localDisks whether its tables are on disks of its own, where fsync means something
 */
record ServerFacts(String version, Set<String> unknownSettings, boolean localDisks) {

  /** Settings without those that this version does not have and does not need. */
  Map<String, String> known(Map<String, String> settings) {
    Map<String, String> known = new HashMap<>(settings);
    known.keySet().removeAll(unknownSettings);
    return known;
  }
}
