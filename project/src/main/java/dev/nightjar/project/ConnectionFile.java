package dev.nightjar.project;

import java.util.List;
import java.util.Optional;

/**
 * A {@code .connection} file.
 *
 * @param type in small letters: dynamodb, kafka, s3, gcs
 * @param dynamoDb there for TYPE dynamodb; empty for the others, and for the file that the classic
 *     client writes ({@code TYPE dynamodb} and no more) of a connection that the server knows
 * @param others the directives of the other types
 */
public record ConnectionFile(
    String name,
    SourceFile source,
    Optional<String> description,
    String type,
    Optional<DynamoDbConnection> dynamoDb,
    List<Directive> others,
    Positions positions) {
  public ConnectionFile {
    others = List.copyOf(others);
  }
}
