package dev.nightjar.mirror.row;

/** Whether a value fits its column, and if not, why. */
enum Fit {
  FITS(""),
  OTHER_TYPE("its DynamoDB type does not fit the column's type"),
  NOT_WHOLE("the number is not whole"),
  TOO_PRECISE("the number has more digits behind the point than the column's type"),
  OUT_OF_RANGE("the value is out of the column type's range"),
  TOO_LONG("the text is longer than the column's type"),
  NOT_A_TIME("the text is not a time in ISO 8601"),
  NOT_A_UUID("the text is not a UUID"),
  NOT_AN_ADDRESS("the text is not an IP address of the column's type"),
  UNKNOWN_NAME("the text is not among the Enum's names"),
  NOT_A_MAP_KEY("a member's name is not a key of the column's Map"),
  OTHER_LENGTH("the list has not as many elements as the column's Tuple"),
  SAME_PATH("two of its values have one path in a JSON column, for names with dots in them"),
  NOT_UTF8("a text in it is not UTF-8"),
  NOT_REVERSIBLE("the key would not convert back to itself"),
  NO_NUMBER("it has a number that is none, or none that DynamoDB has"),
  NO_ITEM("the image is no item, or has an attribute of an unknown type"),
  MISSING("a key attribute is missing");

  private final String reason;

  Fit(String reason) {
    this.reason = reason;
  }

  /** The reason as the quarantine table holds it: nothing of the value itself. */
  String reason() {
    return reason;
  }
}
