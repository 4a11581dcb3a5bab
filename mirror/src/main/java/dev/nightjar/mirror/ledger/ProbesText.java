package dev.nightjar.mirror.ledger;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;

/** Probes as the ledger stores them: a JSON list of {@code [target, version, key …]}. */
final class ProbesText {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private ProbesText() {}

  static String write(List<Probe> probes) {
    ArrayNode all = JSON.createArrayNode();
    for (Probe probe : probes) {
      ArrayNode one = all.addArray().add(probe.target().name()).add(probe.version().toString());
      probe.key().forEach(one::add);
    }
    return JSON.writeValueAsString(all);
  }

  static List<Probe> read(String text) {
    List<Probe> probes = new ArrayList<>();
    for (JsonNode one : JSON.readTree(text)) {
      List<String> key = new ArrayList<>();
      for (int i = 2; i < one.size(); i++) {
        key.add(one.get(i).stringValue());
      }
      probes.add(
          new Probe(
              Probe.Target.valueOf(one.get(0).stringValue()),
              key,
              new BigInteger(one.get(1).stringValue())));
    }
    return probes;
  }
}
