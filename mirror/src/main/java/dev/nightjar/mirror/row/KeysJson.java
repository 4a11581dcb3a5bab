package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.item.AttributeLookup;
import dev.nightjar.dynamodb.item.AttributePath;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.json.ByteOutput;
import dev.nightjar.dynamodb.json.JsonStrings;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** An item's key as a plain JSON object, members by code point. For one thread at a time. */
final class KeysJson {
  private record Member(byte[] name, AttributeLookup lookup) {}

  private final List<Member> members;
  private final ByteOutput json = new ByteOutput(128);

  KeysJson(List<KeyColumn> keys) {
    members =
        keys.stream()
            .map(key -> key.attribute().name())
            .map(name ->
                new Member(
                    name.getBytes(StandardCharsets.UTF_8),
                    new AttributeLookup(AttributePath.of(name))))
            .sorted(Comparator.comparing(Member::name, Arrays::compareUnsigned))
            .toList();
  }

  /** Valid until the next call. */
  ByteOutput of(ChangeView view) {
    json.clear();
    json.append('{');
    for (Member member : members) {
      int node = view.find(Image.KEYS, member.lookup());
      if (node == AttributeReader.NONE) {
        continue;
      }
      if (json.length() > 1) {
        json.append(',');
      }
      JsonStrings.appendQuoted(member.name(), 0, member.name().length, json);
      json.append(':');
      view.json(view.image(Image.KEYS), node, json);
    }
    json.append('}');
    return json;
  }
}
