package dev.nightjar.benchmarks.sample;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * Orders of a shop as DynamoDB's typed JSON, each a function of its number. Their attributes stand
 * in an order that is not that of their names, as in AWS's exports; some texts have escapes and
 * letters beyond ASCII.
 */
public final class Items {
  private static final Instant FIRST = Instant.parse("2024-07-25T10:46:37.380Z");
  private static final List<String> STATES = List.of("placed", "paid", "packed", "shipped");
  private static final List<String> NAMES =
      List.of("Chris Donnelly", "Ada Łukasiewicz", "Noor al-Amin", "Zoë Brontë", "Li Wei");
  private static final List<String> STREETS =
      List.of("12 Harbour Road", "Rue de l’Église 7", "400 Pine Street, Apt. 3", "Am Markt 1");
  private static final List<String> TAGS = List.of("gift", "express", "fragile", "return");
  private static final List<String> WORDS =
      List.of(
          "please",
          "leave",
          "the",
          "parcel",
          "with",
          "a",
          "neighbour",
          "or",
          "behind",
          "door",
          "call",
          "before",
          "noon",
          "thank",
          "you",
          "very",
          "much",
          "naïve",
          "café",
          "\\\"now\\\"");

  private static final long LEAST_CUSTOMER = 1L << 40;

  private final ItemSize size;

  /** Items of that size. */
  public Items(ItemSize size) {
    this.size = size;
  }

  /** The partition key's value: in no order, as an export's items come in that of a hash. */
  public static String customer(long item) {
    return "customer#" + Long.toHexString(LEAST_CUSTOMER | item * 0x9E3779B97F4A7C15L >>> 24);
  }

  /** The sort key's value. */
  public static String placedAt(long item) {
    return FIRST.plusMillis(977L * item).toString();
  }

  /** The typed JSON of an item, braces included. */
  public String typed(long item) {
    SplittableRandom random = new SplittableRandom(item);
    StringBuilder json = new StringBuilder(256);
    json.append("{\"total\":{\"N\":\"").append(random.nextInt(1, 100_000)).append('.');
    json.append(random.nextInt(10, 100)).append("\"},\"customer\":{\"S\":\"");
    json.append(customer(item)).append("\"},\"state\":{\"S\":\"").append(any(STATES, random));
    json.append("\"},\"version\":{\"N\":\"").append(random.nextInt(1, 1000));
    json.append("\"},\"placed_at\":{\"S\":\"").append(placedAt(item)).append("\"},\"paid\":");
    json.append("{\"BOOL\":").append(random.nextBoolean()).append('}');
    if (size.orderLines() > 0) {
      appendContact(json, random);
      appendOrderLines(json, random);
    }
    for (int i = 0; i < size.remarks(); i++) {
      json.append(",\"remark_").append(i).append("\":{\"S\":\"");
      appendWords(json, random, 160);
      json.append("\"}");
    }
    return json.append('}').toString();
  }

  /** The line of an item in an export, with its end. */
  public byte[] line(long item) {
    return ("{\"Item\":" + typed(item) + "}\n").getBytes(StandardCharsets.UTF_8);
  }

  private static void appendContact(StringBuilder json, SplittableRandom random) {
    json.append(",\"name\":{\"S\":\"").append(any(NAMES, random)).append("\"},\"email\":{\"S\":\"");
    json.append(Long.toString(random.nextLong(1L << 40), 36))
        .append("@example.com\"},\"address\":");
    json.append("{\"M\":{\"street\":{\"S\":\"").append(any(STREETS, random));
    json.append("\"},\"postcode\":{\"S\":\"").append(random.nextInt(10_000, 99_999));
    json.append("\"}}},\"tags\":{\"SS\":[\"").append(any(TAGS, random)).append("\",\"vip\"]}");
  }

  private void appendOrderLines(StringBuilder json, SplittableRandom random) {
    json.append(",\"lines\":{\"L\":[");
    for (int i = 0; i < size.orderLines(); i++) {
      json.append(i == 0 ? "" : ",").append("{\"M\":{\"sku\":{\"S\":\"");
      json.append(String.format(Locale.ROOT, "SKU-%08d", random.nextInt(100_000_000)));
      json.append("\"},\"quantity\":{\"N\":\"").append(random.nextInt(1, 9));
      json.append("\"},\"price\":{\"N\":\"").append(random.nextInt(1, 400)).append(".95\"},");
      json.append("\"gift\":{\"BOOL\":").append(random.nextBoolean()).append("}}}");
    }
    json.append("]}");
  }

  private static void appendWords(StringBuilder json, SplittableRandom random, int count) {
    for (int i = 0; i < count; i++) {
      json.append(i == 0 ? "" : " ").append(any(WORDS, random));
    }
  }

  private static String any(List<String> texts, SplittableRandom random) {
    return texts.get(random.nextInt(texts.size()));
  }
}
