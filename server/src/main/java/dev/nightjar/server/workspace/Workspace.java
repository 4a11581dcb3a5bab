package dev.nightjar.server.workspace;

import java.time.Instant;
import java.util.Optional;

/**
 * A workspace, or a branch of one.
 *
 * @param id a UUID as text
 * @param name letters, digits and underscores; a branch may be called like another workspace
 * @param database the name of its ClickHouse database
 * @param main whether it is the server's main workspace, which cannot be deleted
 * @param createdAt when it was made
 * @param parent the id of the workspace that it is a branch of
 * @param fullName the name that no other has: of a branch, {@code PARENT/NAME}
 */
public record Workspace(
    String id,
    String name,
    String database,
    boolean main,
    Instant createdAt,
    Optional<String> parent,
    String fullName) {

  /** A workspace that is no branch. */
  public Workspace(String id, String name, String database, boolean main, Instant createdAt) {
    this(id, name, database, main, createdAt, Optional.empty(), name);
  }

  /** Whether it is a branch. */
  public boolean isBranch() {
    return parent.isPresent();
  }
}
