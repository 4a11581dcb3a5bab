package dev.nightjar.server.http;

import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;

/** Who sent a request. */
public sealed interface Caller {

  /** The user: makes, lists and deletes workspaces, and reads nothing inside one. */
  record User() implements Caller {}

  /** The administrator of a workspace. */
  record Admin(Workspace workspace) implements Caller {}

  /**
   * Whoever has a token of a workspace that allows some things.
   *
   * @param token its name, for logs and statistics; no secret
   */
  record Holder(Workspace workspace, String token, Rights rights) implements Caller {}

  /** Nobody: the route needs no token, and none came that is valid. */
  record Anonymous() implements Caller {}
}
