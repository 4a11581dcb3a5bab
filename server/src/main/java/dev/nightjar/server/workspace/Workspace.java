package dev.nightjar.server.workspace;

import java.time.Instant;
import java.util.Optional;

/**
 * A workspace, or a branch of one.
 *
 * @param id a UUID as text
 * @param name letters, digits and underscores
 * @param database the name of its ClickHouse database
 * @param main whether it is the server's main workspace, which cannot be deleted
 * @param createdAt when it was made
 * @param parent the id of the workspace that it is a branch of
 */
public record Workspace(
    String id,
    String name,
    String database,
    boolean main,
    Instant createdAt,
    Optional<String> parent) {

  /** A workspace that is no branch. */
  public Workspace(String id, String name, String database, boolean main, Instant createdAt) {
    this(id, name, database, main, createdAt, Optional.empty());
  }

  /** Whether it is a branch. */
  public boolean isBranch() {
    return parent.isPresent();
  }
}
