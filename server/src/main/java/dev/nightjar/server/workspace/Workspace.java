package dev.nightjar.server.workspace;

import java.time.Instant;

/**
 * A workspace.
 *
 * @param id a UUID as text
 * @param name letters, digits and underscores
 * @param database the name of its ClickHouse database
 * @param main whether it is the server's main workspace, which cannot be deleted
 * @param createdAt when it was made
 */
public record Workspace(String id, String name, String database, boolean main, Instant createdAt) {}
