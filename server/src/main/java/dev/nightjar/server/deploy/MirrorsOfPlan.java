package dev.nightjar.server.deploy;

import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import java.util.List;

/** The mirrors that are to run after a plan, as they are now. */
final class MirrorsOfPlan {
  private MirrorsOfPlan() {}

  /** Whether files, tables and mirrors are as they are to be. */
  static boolean nothingToDo(Plan plan, Mirrors mirrors) {
    return plan.changesNothing() && allThere(plan, mirrors);
  }

  /** Whether each mirror is there. */
  static boolean allThere(Plan plan, Mirrors mirrors) {
    return specs(plan).stream().allMatch(spec -> mirrors.status(spec.id()).isPresent());
  }

  /**
   * Hands running mirrors their roles, which may have changed with a secret; it touches only those
   * whose did.
   */
  static void reconnect(Plan plan, Mirrors mirrors) {
    specs(plan).forEach(mirrors::start);
  }

  private static List<MirrorSpec> specs(Plan plan) {
    return plan.datasources().stream()
        .filter(DatasourceStep::connect)
        .flatMap(step -> step.spec().stream())
        .toList();
  }
}
