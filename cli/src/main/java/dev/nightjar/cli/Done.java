package dev.nightjar.cli;

import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.text.Csv;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/**
 * What a command has done: a sentence for people, an object for programs.
 *
 * @param sentence one or more lines
 * @param document its plain fields are the columns of CSV
 */
record Done(String sentence, JsonNode document) {

  void print(OutputFormat format, Terminal terminal) {
    switch (format) {
      case HUMAN -> terminal.say(sentence);
      case JSON -> terminal.say(Json.pretty(document));
      case CSV -> {
        List<Map.Entry<String, JsonNode>> plain =
            document.properties().stream().filter(field -> field.getValue().isValueNode()).toList();
        terminal.say(Csv.line(plain.stream().map(Map.Entry::getKey).toList()));
        terminal.say(Csv.line(plain.stream().map(field -> text(field.getValue())).toList()));
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isNull() ? "" : value.asString();
  }
}
