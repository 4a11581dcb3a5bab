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
   * Switches the table's point-in-time recovery on. Where it is on, its period becomes AWS's
   * default of 35 days: use {@link #keepPointInTimeRecovery} there.
   *
   * @throws dev.nightjar.dynamodb.failure.RejectedException if the table is too young for it
   *     ({@code ContinuousBackupsUnavailableException})
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked, or denies it
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_UpdateContinuousBackups.html">
   *     UpdateContinuousBackups</a>
   */
  void enablePointInTimeRecovery(String tableArn);

  /**
   * Asks for the point-in-time recovery that the table has, with the period that it has, which
   * changes nothing.
   *
   * @return false if it was not asked for: recovery is off, or AWS did not tell its period
   * @throws dev.nightjar.dynamodb.failure.AwsException if AWS could not be asked, or denies it
   * @see <a
   *     href="https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_PointInTimeRecoverySpecification.html">
   *     PointInTimeRecoverySpecification</a>
   */
  boolean keepPointInTimeRecovery(String tableArn);
}
