package dev.nightjar.server.deploy;

import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The stored form of what a plan makes live. */
final class Resources {
  private Resources() {}

  static List<LiveResource> of(Plan plan, Instant now) {
    List<LiveResource> all = new ArrayList<>();
    plan.project().connections().values().forEach(file -> all.add(of(plan, file, now)));
    plan.datasources().forEach(step -> all.add(of(plan, step, now)));
    plan.project().pipes().values().forEach(file -> all.add(of(plan, file, now)));
    return all;
  }

  private static LiveResource of(Plan plan, ConnectionFile file, Instant now) {
    return of(plan, FileKind.CONNECTION, file.name(), Optional.empty(), file.source(), now);
  }

  private static LiveResource of(Plan plan, PipeFile file, Instant now) {
    return of(plan, FileKind.PIPE, file.name(), Optional.empty(), file.source(), now);
  }

  private static LiveResource of(Plan plan, DatasourceStep step, Instant now) {
    return of(
        plan, FileKind.DATASOURCE, step.name(), Optional.of(step.id()), step.file().source(), now);
  }

  private static LiveResource of(
      Plan plan, FileKind kind, String name, Optional<String> id, SourceFile file, Instant now) {
    Optional<LiveResource> before = plan.live().find(kind, name);
    boolean changed =
        before.isEmpty() || plan.names().changed().contains(new ResourceName(kind, name));
    return new LiveResource(
        kind,
        name,
        id.or(() -> before.map(LiveResource::id)).orElseGet(() -> UUID.randomUUID().toString()),
        file,
        !plan.byApi().contains(new ResourceName(kind, name)),
        before.map(LiveResource::createdAt).orElse(now),
        changed ? now : before.get().updatedAt());
  }
}
