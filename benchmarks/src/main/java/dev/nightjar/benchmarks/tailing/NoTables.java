package dev.nightjar.benchmarks.tailing;

import dev.nightjar.dynamodb.table.TableDescription;
import dev.nightjar.dynamodb.table.TableInspection;
import dev.nightjar.dynamodb.table.TableInspector;
import dev.nightjar.dynamodb.table.TableLimits;
import java.util.Optional;

/** Tables are asked for when something about a stream is strange: here nothing may be. */
final class NoTables implements TableInspector {
  @Override
  public TableInspection inspect(String tableArn, TableLimits limits) {
    throw new IllegalStateException("asked for " + tableArn);
  }

  @Override
  public Optional<TableDescription> describe(String tableArn) {
    throw new IllegalStateException("asked for " + tableArn);
  }
}
