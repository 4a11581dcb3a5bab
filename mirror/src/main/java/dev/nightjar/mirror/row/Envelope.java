package dev.nightjar.mirror.row;

import dev.nightjar.mirror.row.ColumnSource.Attribute;
import dev.nightjar.mirror.row.ColumnSource.Field;
import dev.nightjar.mirror.row.ColumnSource.UserIdentity;
import dev.nightjar.mirror.row.ColumnSource.WholeImage;
import dev.nightjar.project.Column;
import dev.nightjar.project.JsonPath;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names at the top of a change record, as paths of the Forward dialect use them ({@code
 * $.NewImage}, {@code $.Item.pk}).
 */
final class Envelope {
  private static final Map<String, Image> IMAGES =
      Map.of(
          "Item", Image.ITEM,
          "Keys", Image.KEYS,
          "NewImage", Image.NEW_IMAGE,
          "OldImage", Image.OLD_IMAGE);

  private static final Map<String, ColumnSource> FIELDS =
      Map.of(
          "ApproximateCreationDateTime", Field.APPROXIMATE_CREATION_DATE_TIME,
          "eventName", Field.EVENT_NAME,
          "eventID", Field.EVENT_ID,
          "SequenceNumber", Field.SEQUENCE_NUMBER,
          "_version", Field.VERSION,
          "_is_deleted", Field.IS_DELETED,
          "userIdentity", new UserIdentity());

  private Envelope() {}

  /**
   * Whether a data source is in the dialect whose paths read the change record: a system column
   * reads it, or a path goes into one of its images. Where neither is so (the classic dialect), an
   * attribute may even be called {@code Item}.
   */
  static boolean isReadBy(List<Column> columns) {
    return columns.stream().anyMatch(Envelope::readsIt);
  }

  private static boolean readsIt(Column column) {
    if (column.jsonPath().isEmpty() || column.jsonPath().get().segments().isEmpty()) {
      return false;
    }
    List<String> segments = column.jsonPath().get().segments();
    String first = segments.getFirst();
    boolean image = IMAGES.containsKey(first);
    boolean systemColumn =
        SystemColumn.named(column.name()).isPresent() || column.name().equals("_version");
    return (image && segments.size() > 1) || (systemColumn && (image || FIELDS.containsKey(first)));
  }

  /** What a path reads, where {@code envelope} says whether the dialect knows a change record. */
  static ColumnSource source(JsonPath path, boolean envelope) {
    List<String> segments = path.segments();
    if (segments.isEmpty()) {
      return new WholeImage(Image.ITEM);
    }
    if (!envelope) {
      return new Attribute(Image.ITEM, segments);
    }
    return envelopeSource(segments).orElseGet(() -> new Attribute(Image.ITEM, segments));
  }

  private static Optional<ColumnSource> envelopeSource(List<String> segments) {
    String first = segments.getFirst();
    List<String> rest = segments.subList(1, segments.size());
    Image image = IMAGES.get(first);
    if (image != null) {
      return Optional.of(rest.isEmpty() ? new WholeImage(image) : new Attribute(image, rest));
    }
    return rest.isEmpty() ? Optional.ofNullable(FIELDS.get(first)) : Optional.empty();
  }
}
