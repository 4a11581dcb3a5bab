package dev.nightjar.server.route;

import dev.nightjar.server.workspace.Workspace;
import java.util.List;
import java.util.Map;

/** What goes on, or went on, elsewhere than among the jobs, and is told as a job too. */
public interface JobSource {
  /** All of a workspace, as clients read jobs, without their addresses. */
  List<Map<String, Object>> list(Workspace workspace);
}
