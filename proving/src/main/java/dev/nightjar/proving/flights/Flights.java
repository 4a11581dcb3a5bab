package dev.nightjar.proving.flights;

import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromB;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBool;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromBs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromL;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromM;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromN;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNs;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromNul;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromS;
import static software.amazon.awssdk.services.dynamodb.model.AttributeValue.fromSs;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Items, each a function of the seed, its number and the number of the change that wrote it, so
 * that every image that ever existed can be computed again. An item has attributes of every type
 * that DynamoDB has; numbers stand in the form that DynamoDB answers with.
 */
public final class Flights {

  /** The attribute that holds the number of the change that wrote the image. */
  public static final String CHANGE = "change";

  /** The partition key, a string. */
  public static final String PARTITION_KEY = "transaction_id";

  /** The sort key, a string. */
  public static final String SORT_KEY = "timestamp";

  /**
   * An attribute that fits an {@code Int32} in most images; in others it is too large, or a text.
   */
  public static final String WEIGHT = "weight";

  /** The attribute of time to live, in the images of which it has run out. */
  static final String EXPIRES = "expires_at";

  /** An attribute that only some images have. */
  static final String SOMETIMES = "standby";

  private static final Instant FIRST = Instant.parse("2024-07-25T10:46:37.380Z");
  private static final DateTimeFormatter ISO_MILLIS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);
  private static final List<String> NAMES =
      List.of("Chris Donnelly", "Ada Łukasiewicz", "Noor al-Amin", "Zoë Brontë", "王小明", "O'Neil");
  private static final List<String> PLACES =
      List.of("Burien", "Sanford", "São Paulo", "Kraków", "Reykjavík", "Nairobi", "Ōsaka");
  private static final List<String> AIRLINES =
      List.of("BrianAir", "Nightjar Wings", "Aéro \"Express\"", "Puffin & Sons");
  private static final List<String> STATES =
      List.of("booked", "checked in", "boarding", "departed", "diverted", "landed");
  private static final List<String> NOTES =
      List.of(
          "window seat, please 🪟",
          "family of four 👨‍👩‍👧‍👦 with \"extra\" legroom",
          "back\\slash, tab\t, line\nbreak, bell\u0007, separator\u2028",
          "",
          "飛行機 ✈️ ünïcödé — é (combining e\u0301)");
  private static final List<String> TAGS =
      List.of("vegan", "vip", "pet 🐈", "wheelchair", "crew", "infant", "upgrade", "Vegan");

  private final long seed;

  /** Items of that seed. */
  public Flights(long seed) {
    this.seed = seed;
  }

  /** The key of an item. */
  public Map<String, AttributeValue> key(int item) {
    return Map.of(PARTITION_KEY, fromS(transactionId(item)), SORT_KEY, fromS(timestamp(item)));
  }

  /** The partition key of an item. */
  public String transactionId(int item) {
    SplittableRandom random = random(item, 0);
    return new UUID(random.nextLong(), random.nextLong()).toString();
  }

  /** The sort key of an item. */
  public String timestamp(int item) {
    return ISO_MILLIS.format(FIRST.plusMillis(977L * item));
  }

  /**
   * The whole item.
   *
   * @param item its number, from 0
   * @param change the number of the change that writes it, from 1
   */
  public Map<String, AttributeValue> image(int item, int change) {
    Map<String, AttributeValue> image = new TreeMap<>(fixed(item));
    image.putAll(moving(item, change));
    return image;
  }

  /**
   * The whole item, whose time to live has run out.
   *
   * @param second when it ran out, in seconds since 1970
   */
  Map<String, AttributeValue> expiring(int item, int change, long second) {
    Map<String, AttributeValue> image = image(item, change);
    image.put(EXPIRES, fromN(Long.toString(second)));
    return image;
  }

  /** The attributes that no change of an item touches, the key among them. */
  private Map<String, AttributeValue> fixed(int item) {
    SplittableRandom random = random(item, -1);
    Map<String, AttributeValue> fixed = new TreeMap<>(key(item));
    fixed.put("name", fromS(any(NAMES, random)));
    fixed.put("passport_number", fromN(Integer.toString(random.nextInt(1_000_000, 10_000_000))));
    fixed.put("flight_from", fromS(any(PLACES, random)));
    fixed.put("flight_to", fromS(any(PLACES, random)));
    fixed.put("airline", fromS(any(AIRLINES, random)));
    fixed.put("loyalty_number", fromN("9" + digits(random, 36) + "7"));
    return fixed;
  }

  /** The attributes that a change of an item sets. */
  Map<String, AttributeValue> moving(int item, int change) {
    SplittableRandom random = random(item, change);
    Map<String, AttributeValue> moving = new TreeMap<>();
    moving.put(CHANGE, fromN(Integer.toString(change)));
    moving.put("status", fromS(any(STATES, random)));
    moving.put("delayed", fromBool(random.nextBoolean()));
    moving.put("fare", fromN("1" + digits(random, 2) + "." + digits(random, 34) + "5"));
    moving.put("balance", fromN("-" + random.nextInt(1, 500) + ".25"));
    moving.put("gate", random.nextBoolean() ? fromNul(true) : fromS("B" + random.nextInt(1, 60)));
    moving.put("note ✈️", fromS(any(NOTES, random)));
    moving.put("boarding_pass", fromB(bytes(random, 24)));
    moving.put(WEIGHT, weight(change));
    moving.put("tags", fromSs(List.copyOf(some(TAGS, random))));
    moving.put("seats", fromNs(numbers(random)));
    moving.put("seals", fromBs(List.of(bytes(random, 6), bytes(random, 7))));
    moving.put("legs", fromL(List.of(leg(random), leg(random))));
    moving.put("cabin.plan", fromM(cabin(random)));
    if (change % 3 == 0) {
      moving.put(SOMETIMES, fromBool(true));
    }
    return moving;
  }

  /** Whether {@link #WEIGHT} is an {@code Int32} in the image that a change wrote. */
  static boolean fits(int change) {
    return change % 7 != 2 && change % 7 != 5;
  }

  private static AttributeValue weight(int change) {
    return switch (change % 7) {
      case 2 -> fromS("unknown");
      case 5 -> fromN("4294967296");
      default -> fromN(Integer.toString(change % 100));
    };
  }

  private static AttributeValue leg(SplittableRandom random) {
    return fromM(
        Map.of(
            "from", fromS(any(PLACES, random)),
            "minutes", fromN(Integer.toString(random.nextInt(30, 900))),
            "stops", fromL(List.of(fromS(any(PLACES, random)), fromNul(true), fromN("0")))));
  }

  private static Map<String, AttributeValue> cabin(SplittableRandom random) {
    return Map.of(
        "class", fromS("economy"),
        "weight kg", fromN(random.nextInt(5, 40) + ".5"),
        "crew 🧑‍✈️", fromM(Map.of("languages", fromSs(List.of("de", "fr", "ja")))),
        "no_list", fromL(List.of()),
        "no_map", fromM(Map.of()),
        "open", fromNul(true));
  }

  private static List<String> numbers(SplittableRandom random) {
    Set<String> numbers = new LinkedHashSet<>();
    numbers.add("-0.5");
    numbers.add(Integer.toString(random.nextInt(1, 30)));
    numbers.add(Integer.toString(random.nextInt(30, 300)));
    return List.copyOf(numbers);
  }

  private static Set<String> some(List<String> words, SplittableRandom random) {
    Set<String> chosen = new LinkedHashSet<>();
    int wanted = random.nextInt(1, 4);
    while (chosen.size() < wanted) {
      chosen.add(any(words, random));
    }
    return chosen;
  }

  private static String any(List<String> words, SplittableRandom random) {
    return words.get(random.nextInt(words.size()));
  }

  private static String digits(SplittableRandom random, int count) {
    StringBuilder digits = new StringBuilder(count);
    for (int i = 0; i < count; i++) {
      digits.append((char) ('0' + random.nextInt(10)));
    }
    return digits.toString();
  }

  private static SdkBytes bytes(SplittableRandom random, int count) {
    byte[] bytes = new byte[count];
    random.nextBytes(bytes);
    return SdkBytes.fromByteArrayUnsafe(bytes);
  }

  private SplittableRandom random(int item, int change) {
    return new SplittableRandom(
        seed * 0x9E3779B97F4A7C15L + item * 0xC2B2AE3D27D4EB4FL + change * 0x165667B19E3779F9L);
  }
}
