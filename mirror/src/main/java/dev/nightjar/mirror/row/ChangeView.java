package dev.nightjar.mirror.row;

import dev.nightjar.dynamodb.change.Change;
import dev.nightjar.dynamodb.change.EventName;
import dev.nightjar.dynamodb.item.AttributeLookup;
import dev.nightjar.dynamodb.item.AttributeReader;
import dev.nightjar.dynamodb.item.PlainJson;
import dev.nightjar.dynamodb.json.ByteOutput;

/**
 * The change that is being encoded; its images are read when a column first asks for one. An image
 * that is no item can be left out: the key stands for a new one, and nothing for an old one.
 */
final class ChangeView {
  private final AttributeReader old = new AttributeReader();
  private final AttributeReader keys = new AttributeReader();
  private final PlainJson json = new PlainJson();
  private final ByteOutput text = new ByteOutput(1024);
  private Change change;
  private long generation;
  private long depth;
  private boolean oldRead;
  private boolean keysRead;
  private boolean newLeftOut;
  private boolean oldLeftOut;

  void set(Change newChange, long newGeneration, long newDepth) {
    change = newChange;
    generation = newGeneration;
    depth = newDepth;
    oldRead = false;
    keysRead = false;
    newLeftOut = false;
    oldLeftOut = false;
  }

  /** Leaves images out, or no longer. */
  void leaveOut(boolean newImage, boolean oldImage) {
    newLeftOut = newImage;
    oldLeftOut = oldImage;
  }

  Change change() {
    return change;
  }

  long generation() {
    return generation;
  }

  long depth() {
    return depth;
  }

  boolean isRemove() {
    return change.eventName() == EventName.REMOVE;
  }

  /** The reader of an image that is there. */
  AttributeReader image(Image image) {
    return switch (present(image)) {
      case NEW_IMAGE -> change.newImage();
      case OLD_IMAGE -> {
        if (!oldRead) {
          old.read(change.buffer(), change.oldImageStart(), change.oldImageEnd());
          oldRead = true;
        }
        yield old;
      }
      default -> {
        if (!keysRead) {
          keys.read(change.buffer(), change.keysStart(), change.keysEnd());
          keysRead = true;
        }
        yield keys;
      }
    };
  }

  /** Whether the change carries an image. */
  boolean has(Image image) {
    return switch (image) {
      case ITEM, KEYS -> true;
      case NEW_IMAGE -> !isRemove() && change.newImageStart() >= 0;
      case OLD_IMAGE -> !oldLeftOut && change.oldImageStart() >= 0;
    };
  }

  /** The image that stands for another one: the item is its newest image that there is. */
  private Image present(Image image) {
    return switch (image) {
      case NEW_IMAGE -> newLeftOut ? Image.KEYS : Image.NEW_IMAGE;
      case OLD_IMAGE -> Image.OLD_IMAGE;
      case KEYS -> change.keysStart() >= 0 ? Image.KEYS : Image.NEW_IMAGE;
      case ITEM -> {
        if (has(Image.NEW_IMAGE)) {
          yield present(Image.NEW_IMAGE);
        }
        yield has(Image.OLD_IMAGE) ? Image.OLD_IMAGE : Image.KEYS;
      }
    };
  }

  /** The node of an attribute, or {@link AttributeReader#NONE}; NULL counts as absent. */
  int find(Image image, AttributeLookup lookup) {
    if (!has(image)) {
      return AttributeReader.NONE;
    }
    AttributeReader reader = image(image);
    int node = lookup.find(reader);
    boolean isNull =
        node != AttributeReader.NONE
            && reader.type(node) == dev.nightjar.dynamodb.item.AttributeType.NULL;
    return isNull ? AttributeReader.NONE : node;
  }

  /** The plain JSON of an image, valid until the next call. */
  ByteOutput json(Image image) {
    text.clear();
    json.write(image(image), text);
    return text;
  }

  /** The plain JSON of one attribute, appended to {@code target}. */
  void json(AttributeReader reader, int node, ByteOutput target) {
    json.write(reader, node, target);
  }
}
