package dev.nightjar.server.live;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.SourceFile;
import java.time.Instant;

/**
 * A file that is deployed.
 *
 * @param id stays as long as what it stands for; a data source's is also its mirror's
 * @param file the text, as it was sent
 */
public record LiveResource(
    FileKind kind, String name, String id, SourceFile file, Instant createdAt, Instant updatedAt) {}
