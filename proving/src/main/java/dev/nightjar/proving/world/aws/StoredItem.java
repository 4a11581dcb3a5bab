package dev.nightjar.proving.world.aws;

import dev.nightjar.proving.world.script.Amount;
import dev.nightjar.proving.world.script.ItemKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * An item as it is stored.
 *
 * @param key its key
 * @param revision another for each write of the whole table
 * @param amount what may not fit its column
 */
public record StoredItem(ItemKey key, long revision, Amount amount) {

  /** Whether all of it fits, the key apart. */
  public boolean fits() {
    return amount.fits();
  }

  /** DynamoDB's JSON of the key. */
  public static String typedKey(ItemKey key) {
    return "{\"pk\":{\"S\":\"" + key.pk() + "\"},\"sk\":{\"N\":\"" + key.sk() + "\"}}";
  }

  /** DynamoDB's JSON of the item; its attributes come in any order. */
  public String typed() {
    List<String> attributes =
        new ArrayList<>(
            List.of(
                "\"pk\":{\"S\":\"" + key.pk() + "\"}",
                "\"sk\":{\"N\":\"" + key.sk() + "\"}",
                "\"rev\":{\"N\":\"" + revision + "\"}",
                "\"note\":{\"S\":\"r" + revision + "\"}"));
    if (amount != Amount.ABSENT) {
      attributes.add("\"n\":" + amount.typed());
    }
    Collections.rotate(attributes, (int) (revision % attributes.size()));
    return "{" + String.join(",", attributes) + "}";
  }

  /** The item as {@code _record} has it: attributes by name, values as they are. */
  public String plain() {
    String n =
        switch (amount) {
          case ABSENT -> "";
          case FITS -> "\"n\":42,";
          // More digits than 64 bits hold carry an exponent, for ClickHouse's JSON functions.
          case TOO_LARGE -> "\"n\":98765432109876543210e0,";
          case TEXT -> "\"n\":\"many\",";
        };
    return "{"
        + n
        + "\"note\":\"r"
        + revision
        + "\",\"pk\":\""
        + key.pk()
        + "\",\"rev\":"
        + revision
        + ",\"sk\":"
        + key.sk()
        + "}";
  }
}
