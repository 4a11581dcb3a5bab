package dev.nightjar.server.query;

import dev.nightjar.clickhouse.http.ClientPresence;
import dev.nightjar.server.http.Parameters;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.workspace.Workspace;

/**
 * Who asks, with what, and how.
 *
 * @param live what is deployed in the workspace
 * @param rights what the token allows
 * @param token its name, no secret
 * @param key what tells it apart from all others of the workspace, whatever their names
 * @param parameters of the request, but for the token itself
 * @param method {@code GET} or {@code POST}
 * @param path without the query string
 * @param client who is to get the answer
 */
public record QueryRequest(
    Workspace workspace,
    LiveSet live,
    Rights rights,
    String token,
    String key,
    Parameters parameters,
    String method,
    String path,
    ClientPresence client) {

  /** What tells the token apart from all others, in all workspaces. */
  String tokenKey() {
    return workspace.id() + " " + key;
  }
}
