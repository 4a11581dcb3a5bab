package dev.nightjar.mirror.row;

/** Whether a value fits its column, and if not, why. */
enum Fit {
  FITS(""),
  OTHER_TYPE("its DynamoDB type does not fit the column's type"),
  NOT_WHOLE("the number is not whole"),
  OUT_OF_RANGE("the value is out of the column type's range"),
  NOT_A_TIME("the text is not a time in ISO 8601"),
  NOT_REVERSIBLE("the key would not convert back to itself"),
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
