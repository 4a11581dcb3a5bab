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
   * @param kind what its name is unique among, with the workspace
   * @param token its name, for logs and statistics; no secret
   */
  record Holder(Workspace workspace, Kind kind, String token, Rights rights) implements Caller {}

  /** What a token with scopes is. */
  enum Kind {
    /** Made here, and kept. */
    STATIC,
    /** Signed by somebody who has the workspace's key; it may have any name. */
    JWT
  }

  /** Nobody: the route needs no token, and none came that is valid. */
  record Anonymous() implements Caller {}
}
