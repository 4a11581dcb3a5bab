package dev.nightjar.mirror.state;

import dev.nightjar.clickhouse.TableName;
import dev.nightjar.dynamodb.connection.RoleTarget;
import dev.nightjar.dynamodb.table.KeyAttribute;
import dev.nightjar.mirror.status.MirrorState;
import dev.nightjar.project.SourceFile;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A mirror as it is stored.
 *
 * @param id its name for ever
 * @param incarnation random; no other mirror's, whatever its name, has had it
 * @param workspace the workspace's full name
 * @param datasource the data source's name
 * @param file the data source's file
 * @param table the mirrored table
 * @param tableUuid its UUID in ClickHouse
 * @param schemaFingerprint of the file's schema with these keys
 * @param keys the DynamoDB table's key attributes
 * @param tableArn the DynamoDB table
 * @param tableId changes when that is created anew
 * @param bucket for exports
 * @param role how to reach both
 * @param state how far it is
 * @param resumeState where {@code PAUSED} and {@code FAILED} go back to; else the state itself
 * @param since when it came to its state
 * @param reason a code, where there is something to say
 * @param message the reason as a sentence
 * @param generation the generation that new rows carry
 */
public record StoredMirror(
    String id,
    String incarnation,
    String workspace,
    String datasource,
    SourceFile file,
    TableName table,
    String tableUuid,
    String schemaFingerprint,
    List<KeyAttribute> keys,
    String tableArn,
    String tableId,
    String bucket,
    RoleTarget role,
    MirrorState state,
    MirrorState resumeState,
    Instant since,
    Optional<String> reason,
    Optional<String> message,
    long generation) {

  /** Copies the list. */
  public StoredMirror {
    keys = List.copyOf(keys);
  }

  /** Whether it reads and writes when the server runs. */
  public boolean runs() {
    return state != MirrorState.PAUSED && state != MirrorState.FAILED;
  }
}
