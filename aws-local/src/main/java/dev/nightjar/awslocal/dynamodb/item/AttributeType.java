package dev.nightjar.awslocal.dynamodb.item;

import java.util.Optional;

/** DynamoDB's data types; a constant's name is the tag in typed JSON. */
public enum AttributeType {
  S("STRING"),
  N("NUMBER"),
  B("BINARY"),
  BOOL("BOOLEAN"),
  NULL("NULL"),
  SS("STRING_SET"),
  NS("NUMBER_SET"),
  BS("BINARY_SET"),
  L("LIST"),
  M("MAP");

  private final String word;

  AttributeType(String word) {
    this.word = word;
  }

  /** The type's name in some error messages, such as {@code STRING}. */
  public String word() {
    return word;
  }

  /** Whether values of this type can be compared by less and greater: strings, numbers, binary. */
  public boolean ordered() {
    return this == S || this == N || this == B;
  }

  /** The type with that tag. */
  public static Optional<AttributeType> ofTag(String tag) {
    return switch (tag) {
      case "S" -> Optional.of(S);
      case "N" -> Optional.of(N);
      case "B" -> Optional.of(B);
      case "BOOL" -> Optional.of(BOOL);
      case "NULL" -> Optional.of(NULL);
      case "SS" -> Optional.of(SS);
      case "NS" -> Optional.of(NS);
      case "BS" -> Optional.of(BS);
      case "L" -> Optional.of(L);
      case "M" -> Optional.of(M);
      default -> Optional.empty();
    };
  }
}
