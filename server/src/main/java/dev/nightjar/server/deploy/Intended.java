package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The files that are to be live.
 *
 * @param files all of them
 * @param byApi those among them that the API made one by one, and that stay when a project's upload
 *     does not have them
 */
record Intended(List<SourceFile> files, Set<ResourceName> byApi) {
  Intended {
    files = List.copyOf(files);
    byApi = Set.copyOf(byApi);
  }

  /**
   * A whole project, as clients upload it.
   *
   * @param parent what is live in the workspace that this one is a branch of
   */
  static Intended upload(List<SourceFile> uploaded, LiveSet live, Optional<LiveSet> parent) {
    List<LiveResource> inherited =
        parent.stream()
            .flatMap(set -> set.resources().stream())
            .filter(each -> each.kind() == FileKind.CONNECTION)
            .toList();
    List<SourceFile> files = StandingResources.added(uploaded, live, inherited);
    Set<SourceFile> all = Set.copyOf(files);
    return new Intended(
        files,
        live.resources().stream()
            .filter(each -> !each.uploaded() && all.contains(each.file()))
            .map(Intended::name)
            .collect(Collectors.toSet()));
  }

  /**
   * The upload of a client that has added files to those that it read as live. What it left as it
   * was goes on to wait for its change, where one is pending; so does what is to be new.
   *
   * @param live what the client read
   * @param pending what is going to be live
   */
  static List<SourceFile> withPending(List<SourceFile> uploaded, LiveSet live, LiveSet pending) {
    Set<ResourceName> brought = new HashSet<>();
    List<SourceFile> files = new ArrayList<>();
    for (SourceFile file : uploaded) {
      Optional<LiveResource> read = file.kind().flatMap(kind -> live.find(kind, file.name()));
      file.kind().ifPresent(kind -> brought.add(new ResourceName(kind, file.name())));
      if (read.filter(now -> now.file().text().equals(file.text())).isPresent()) {
        pending
            .find(read.get().kind(), file.name())
            .map(LiveResource::file)
            .map(next -> next.text().equals(file.text()) ? file : next)
            .ifPresent(files::add);
      } else {
        files.add(file);
      }
    }
    pending.resources().stream()
        .filter(each -> !brought.contains(name(each)))
        .filter(each -> live.find(each.kind(), each.name()).isEmpty())
        .map(LiveResource::file)
        .forEach(files::add);
    return files;
  }

  /**
   * What is live, but for single resources.
   *
   * @param put files that come, in the place of those of their names
   * @param removed what goes
   */
  static Intended change(LiveSet live, List<SourceFile> put, Set<ResourceName> removed) {
    Set<ResourceName> coming =
        put.stream()
            .flatMap(file -> file.kind().map(kind -> new ResourceName(kind, file.name())).stream())
            .collect(Collectors.toSet());
    List<LiveResource> staying =
        live.resources().stream()
            .filter(each -> !coming.contains(name(each)) && !removed.contains(name(each)))
            .toList();
    List<SourceFile> files = new ArrayList<>(staying.stream().map(LiveResource::file).toList());
    files.addAll(put);
    Set<ResourceName> byApi = new HashSet<>(coming);
    Stream<LiveResource> before = staying.stream().filter(each -> !each.uploaded());
    before.map(Intended::name).forEach(byApi::add);
    return new Intended(files, byApi);
  }

  private static ResourceName name(LiveResource resource) {
    return new ResourceName(resource.kind(), resource.name());
  }
}
