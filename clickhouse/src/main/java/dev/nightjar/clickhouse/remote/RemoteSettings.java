package dev.nightjar.clickhouse.remote;

import dev.nightjar.clickhouse.Access;
import java.util.HashMap;
import java.util.Map;

/** Which settings go along with a request, by what it is. */
record RemoteSettings(RemoteOptions options) {

  /**
   * A question to all replicas of a cluster is answered by those that are there: what a write's
   * quorum has, one of most of them has.
   */
  Map<String, String> ofQuestion() {
    return options.cluster().isPresent() ? Map.of("skip_unavailable_shards", "1") : Map.of();
  }

  /** {@code readonly = 1} in the same request lets its other settings hold, and no more change. */
  Map<String, String> ofQuery(Access access, Map<String, String> own) {
    Map<String, String> all = new HashMap<>();
    if (access == Access.TRUSTED) {
      all.putAll(ofQuestion());
      all.putAll(own);
    } else {
      all.putAll(options.limits().userSettings());
      all.putAll(own);
      all.put("readonly", "1");
    }
    return all;
  }

  /** On a cluster a write counts when most replicas have it: one that dies takes nothing along. */
  Map<String, String> ofWrite(Map<String, String> own) {
    Map<String, String> all = new HashMap<>();
    if (options.cluster().isPresent()) {
      all.put("insert_quorum", "auto");
      all.put("insert_quorum_parallel", "1");
      all.put("insert_quorum_timeout", "120000");
    }
    all.putAll(own);
    return all;
  }
}
