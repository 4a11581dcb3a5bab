package dev.nightjar.dynamodb.table;

import java.util.Optional;

/** Looks at tables. Methods block and may be called by many threads. */
public interface TableInspector {

  /**
   * Whether a table can be mirrored: it exists, PITR is on, its stream is on with new images, and
   * it is within the limits. All that is wrong is reported at once; a role that cannot be assumed
   * or that may not look is reported so too.
   *
   * @throws dev.nightjar.dynamodb.failure.AwsException where AWS could not be asked (network,
   *     throttling)
   */
  TableInspection inspect(String tableArn, TableLimits limits);

  /**
   * The table as it is, without judging; empty where AWS says that it does not exist.
   *
   * @throws dev.nightjar.dynamodb.failure.AwsException where AWS could not be asked
   */
  Optional<TableDescription> describe(String tableArn);
}
