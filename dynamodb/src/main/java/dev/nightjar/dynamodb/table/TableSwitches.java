package dev.nightjar.dynamodb.table;

/**
 * Switches on what a table lacks to be mirrored, with the two actions that the specification's
 * access policy has for it. Both return when AWS has accepted the change, which takes effect some
 * time later: {@link TableInspector#describe} tells when. Methods block and may be called by many
 * threads.
 */
public interface TableSwitches {

  /**
   * Switches the table's stream on, with new and old images. AWS refuses it where a stream is on
   * already, whatever its view type.
   *
   * @throws dev.nightjar.dynamodb.failure.RejectedException if the table is being changed ({@code
   *     ResourceInUseException}) or has a stream ({@code ValidationException})
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked, or denies it
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateTable.html">
   *     UpdateTable</a>
   */
  void enableStream(String tableArn);

  /**
   * Switches the table's point-in-time recovery on; nothing changes where it is on.
   *
   * @throws dev.nightjar.dynamodb.failure.RejectedException if the table is too young for it
   *     ({@code ContinuousBackupsUnavailableException})
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked, or denies it
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html">
   *     UpdateContinuousBackups</a>
   */
  void enablePointInTimeRecovery(String tableArn);
}
