package dev.nightjar.dynamodb.item;

import dev.nightjar.dynamodb.json.JsonCursor;
import dev.nightjar.dynamodb.json.MalformedJsonException;
import dev.nightjar.dynamodb.json.StringEnd;
import dev.nightjar.dynamodb.json.Words;
import java.util.Arrays;

/**
 * Reads a typed item ({@code {"pk":{"S":"x"},"n":{"N":"1"}}}) in one pass over its bytes, after
 * which every attribute in it can be asked for. Attributes are numbers (<em>nodes</em>), not
 * objects; the arrays behind them are reused from item to item. For one thread at a time.
 *
 * <p>Strings, numbers, binaries and names are given by their meaning: a range of UTF-8 bytes in
 * {@link #valueBuffer} or {@link #nameBuffer}, which is the item's own buffer unless JSON escapes
 * had to be resolved. All of it is valid until the next {@link #read}, as long as the item's buffer
 * is.
 *
 * <p>Where an object names a member twice, the last one counts, as for most readers of JSON.
 */
public final class AttributeReader extends AttributeNodes {
  /** Attributes inside of attributes; DynamoDB permits 32 levels. */
  static final int MAXIMUM_DEPTH = 128;

  /** Of so many places in items it is remembered how the maps there look. */
  private static final int MOST_SHAPES = 256;

  /** For {@link #innerShape}: the shape is that of the maps themselves. */
  private static final int ITSELF = -1;

  private final JsonCursor cursor = new JsonCursor();
  private final ItemLayouts layouts;
  private int shapeCount = 1;

  /** A reader that has read nothing yet. */
  public AttributeReader() {
    this(new ItemLayouts());
  }

  AttributeReader(ItemLayouts layouts) {
    this.layouts = layouts;
  }

  /**
   * Reads {@code bytes[start, end)}: one object, its braces included.
   *
   * @throws MalformedJsonException if it is no item
   */
  public void read(byte[] bytes, int start, int end) {
    int read = readPrefix(bytes, start, end);
    if (read < end) {
      cursor.reset(bytes, read, end);
      cursor.expectEnd();
    }
  }

  /**
   * Reads the object that {@code bytes[start, limit)} begin with, whatever follows it.
   *
   * @return where it ends
   * @throws MalformedJsonException if it is no item
   */
  public int readPrefix(byte[] bytes, int start, int limit) {
    buffer = bytes;
    forget();
    int known = layouts.follow(this, start, limit);
    return known == NONE ? parse(start, limit) : known;
  }

  private int parse(int start, int limit) {
    forget();
    cursor.reset(buffer, start, limit);
    int root = add();
    nodes[root + TYPE] = AttributeType.M.ordinal();
    readMap(root, 0, shape);
    layouts.parsed(this, start, cursor.position());
    return cursor.position();
  }

  private void readMap(int map, int depth, MapShape known) {
    checkDepth(depth);
    cursor.beginObject();
    if (known == null) {
      nodes[map + SERIAL] = 0;
      readUnknown(map, depth);
    } else {
      readShaped(map, depth, known);
    }
  }

  private void readShaped(int map, int depth, MapShape known) {
    known.begin();
    int previous = readAsLastTime(map, depth, known);
    while (known.learnNext(cursor, buffer)) {
      int child = addNamed(map, previous);
      int place = known.placed(child);
      previous = child;
      readAttribute(child, depth, known, place);
      known.typed(place, nodes[child + TYPE] & TYPE_MASK);
    }
    nodes[map + SHAPE] = known.index();
    nodes[map + SERIAL] = (int) known.knownSerial();
  }

  /**
   * Reads a map's members as long as they are those of the last map here: everything between two
   * values is compared at once, the brace and the comma behind a value with the name and the type
   * of the next one.
   *
   * @return the last member that was read, behind whose braces the cursor is, or {@link #NONE}
   */
  private int readAsLastTime(int map, int depth, MapShape known) {
    byte[] bytes = buffer;
    int limit = cursor.limit();
    int at = cursor.position();
    int previous = NONE;
    int taken = MapShape.SEPARATOR_TAKEN;
    while (known.expectsMore()) {
      int place = known.ordinal();
      int start = known.literalStart(place) + taken;
      int end = known.literalEnd(place);
      int type = known.type(place);
      if (!comes(known, start, end, bytes, at, limit)) {
        if (taken == MapShape.NOTHING_TAKEN) {
          cursor.resume(at);
          endAttribute(previous, depth, known, place - 1);
          at = cursor.position();
          taken = MapShape.BRACE_TAKEN;
          continue;
        }
        end = known.nameEnd(place);
        type = MapShape.UNTYPED;
        if (!comes(known, start, end, bytes, at, limit)) {
          break;
        }
      }
      at += end - start;
      int child = addKnown(map, previous, known, at - end);
      previous = child;
      if (type == MapShape.UNTYPED) {
        cursor.resume(at);
        readAttribute(child, depth, known, place);
        at = cursor.position();
        known.typed(place, nodes[child + TYPE] & TYPE_MASK);
        taken = MapShape.BRACE_TAKEN;
        continue;
      }
      taken = MapShape.NOTHING_TAKEN;
      int quote = type <= AttributeType.LAST_TEXT ? StringEnd.find(bytes, at, limit) : NONE;
      if (quote >= 0) {
        nodes[child + TYPE] = type;
        spans[child + VALUE_START] = at;
        spans[child + VALUE_END] = quote;
        at = quote + 1;
      } else {
        cursor.resume(at);
        readOpened(child, type, depth, known, place);
        at = cursor.position();
      }
    }
    if (previous != NONE) {
      cursor.resume(at);
      if (taken == MapShape.NOTHING_TAKEN) {
        endAttribute(previous, depth, known, known.ordinal() - 1);
      }
    }
    return previous;
  }

  private static boolean comes(
      MapShape known, int start, int end, byte[] bytes, int at, int limit) {
    int length = end - start;
    return length <= limit - at && Words.equal(bytes, at, known.literals(), start, length);
  }

  /**
   * Adds the next member of a map that looks like the last one.
   *
   * @param offset of the item's bytes against those of its literal
   */
  private int addKnown(int map, int previous, MapShape known, int offset) {
    int child = add();
    int place = known.placed(child);
    nodes[child + TYPE] = 0;
    nodes[child + NAME_START] = offset + known.nameStart(place);
    nodes[child + NAME_END] = offset + known.nameEnd(place) - MapShape.BEHIND_NAME;
    nodes[child + ORDINAL] = place;
    if (previous != NONE) {
      nodes[previous + NEXT] = child;
    }
    nodes[map + CHILDREN] = place + 1;
    return child;
  }

  private void endAttribute(int node, int depth, MapShape map, int place) {
    if (!cursor.tryEndObject()) {
      readMembers(node, nodes[node + TYPE] & TYPE_MASK, depth, map, place);
    }
  }

  private void readUnknown(int map, int depth) {
    int previous = NONE;
    while (cursor.nextMember()) {
      int child = addNamed(map, previous);
      previous = child;
      readAttribute(child, depth, null, ITSELF);
    }
  }

  /** Adds a member with the name that has just been read. */
  private int addNamed(int map, int previous) {
    int child = add();
    nodes[child + NAME_START] = cursor.stringStart();
    nodes[child + NAME_END] = cursor.stringEnd();
    nodes[child + TYPE] = 0;
    if (!cursor.stringIsPlain()) {
      nodes[child + NAME_START] = resolvedLength;
      resolve(cursor.stringStart(), cursor.stringEnd());
      nodes[child + NAME_END] = resolvedLength;
      nodes[child + TYPE] = NAME_RESOLVED;
    }
    append(map, previous, child);
    return child;
  }

  /**
   * The shape of the maps in an attribute, which is an element of a list or a member of a map.
   *
   * @param place the member's in the map that {@code shape} is of, or {@link #ITSELF}
   * @return null if nothing is remembered of it
   */
  private MapShape innerShape(MapShape shape, int place) {
    if (shape == null || place == ITSELF) {
      return shape;
    }
    MapShape known = shape.inner(place);
    if (known == null && shapeCount < MOST_SHAPES) {
      known = new MapShape(shapeCount);
      if (shapeCount == shapes.length) {
        shapes = Arrays.copyOf(shapes, shapeCount * 2);
      }
      shapes[shapeCount++] = known;
      shape.inner(place, known);
    }
    return known;
  }

  /** Reads the value of a member whose type's opening has been taken. */
  private void readOpened(int node, int type, int depth, MapShape map, int place) {
    if (type <= AttributeType.LAST_TEXT) {
      nodes[node + TYPE] |= type;
      cursor.readStringBehindQuote();
      textRead(node);
    } else {
      readValue(node, type, depth, map, place);
    }
  }

  private void readAttribute(int node, int depth, MapShape map, int place) {
    // Nearly all attributes come as {"S":"…"}, and nothing else in the braces.
    int letter = cursor.tryOneLetterMember();
    int known = NONE;
    if (letter < 0) {
      cursor.beginObject();
    } else {
      known = typeOfLetter(letter);
      if (known == NONE) {
        cursor.skipValue();
      } else {
        readValue(node, known, depth, map, place);
      }
      if (known != NONE && cursor.tryEndObject()) {
        return;
      }
    }
    readMembers(node, known, depth, map, place);
  }

  private void readMembers(int node, int alreadyKnown, int depth, MapShape map, int place) {
    int known = alreadyKnown;
    while (cursor.nextMember()) {
      int type = typeOfTag();
      if (type == NONE) {
        cursor.skipValue();
        continue;
      }
      if (known != NONE) {
        throw new MalformedJsonException("an attribute has two types", cursor.stringStart());
      }
      known = type;
      readValue(node, type, depth, map, place);
    }
    if (known == NONE) {
      throw new MalformedJsonException(
          "an attribute has no type that is known", cursor.position() - 1);
    }
  }

  private static int typeOfLetter(int letter) {
    return switch (letter) {
      case 'S' -> AttributeType.S.ordinal();
      case 'N' -> AttributeType.N.ordinal();
      case 'B' -> AttributeType.B.ordinal();
      case 'M' -> AttributeType.M.ordinal();
      case 'L' -> AttributeType.L.ordinal();
      default -> NONE;
    };
  }

  private int typeOfTag() {
    for (int i = 0; i < AttributeType.count(); i++) {
      if (cursor.stringEquals(AttributeType.at(i).tag())) {
        return i;
      }
    }
    return NONE;
  }

  private void readValue(int node, int type, int depth, MapShape map, int place) {
    nodes[node + TYPE] |= type;
    if (type <= AttributeType.LAST_TEXT) {
      readText(node);
      return;
    }
    switch (AttributeType.at(type)) {
      case S, N, B -> readText(node);
      case BOOL -> readBoolean(node);
      case NULL -> {
        if (!cursor.tryNull()) {
          cursor.readBoolean();
        }
      }
      case M -> readMap(node, depth + 1, innerShape(map, place));
      case L -> readList(node, depth + 1, innerShape(map, place));
      case SS -> readSet(node, AttributeType.S);
      case NS -> readSet(node, AttributeType.N);
      case BS -> readSet(node, AttributeType.B);
    }
  }

  private void readText(int node) {
    cursor.readString();
    textRead(node);
  }

  private void textRead(int node) {
    if (cursor.stringIsPlain()) {
      spans[node + VALUE_START] = cursor.stringStart();
      spans[node + VALUE_END] = cursor.stringEnd();
    } else {
      resolveValue(node, cursor.stringStart(), cursor.stringEnd());
    }
  }

  private void readBoolean(int node) {
    boolean value = cursor.readBoolean();
    int end = cursor.position();
    spans[node + VALUE_START] = value ? 1 : 0;
    spans[node + RAW_START] = end - (value ? "true" : "false").length();
    spans[node + RAW_END] = end;
  }

  private void readList(int list, int depth, MapShape elements) {
    checkDepth(depth);
    cursor.beginArray();
    int previous = NONE;
    while (cursor.nextElement()) {
      int child = addNameless();
      append(list, previous, child);
      previous = child;
      readAttribute(child, depth, elements, ITSELF);
    }
  }

  private void readSet(int set, AttributeType elements) {
    cursor.beginArray();
    int previous = NONE;
    while (cursor.nextElement()) {
      int child = addNameless();
      nodes[child + TYPE] = elements.ordinal();
      append(set, previous, child);
      previous = child;
      readText(child);
    }
  }

  private void checkDepth(int depth) {
    if (depth > MAXIMUM_DEPTH) {
      throw cursor.malformed("attributes nest deeper than " + MAXIMUM_DEPTH);
    }
  }
}
