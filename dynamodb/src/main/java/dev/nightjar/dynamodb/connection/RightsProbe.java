package dev.nightjar.dynamodb.connection;

/**
 * Tries rights that only an export would use, with calls that AWS refuses for another reason when
 * the right is there: nothing is exported and nothing is stored. A stand-in for AWS that does not
 * look at times and checksums carries them out.
 */
public interface RightsProbe {

  /**
   * Tries {@code dynamodb:ExportTableToPointInTime}, by asking for an export as of 1970.
   *
   * @throws dev.nightjar.dynamodb.failure.AccessDeniedException if it is not allowed
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked
   */
  void exportTable(String tableArn, String bucket);

  /**
   * Tries {@code s3:PutObject}, with a body that its checksum does not fit.
   *
   * @throws dev.nightjar.dynamodb.failure.AccessDeniedException if it is not allowed
   * @throws dev.nightjar.dynamodb.failure.NotFoundException if there is no such bucket
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked
   */
  void putObject(String bucket, String key);
}
