package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a live deployment brought and is not live yet, because tables beside have not caught up.
 *
 * @param deployment the deployment's number
 * @param files all files that are to be live then
 * @param byApi what of them the API made
 * @param trouble why it could not be made live though all has caught up
 */
record PendingChange(
    long deployment, List<SourceFile> files, Set<ResourceName> byApi, Optional<String> trouble) {
  PendingChange {
    files = List.copyOf(files);
    byApi = Set.copyOf(byApi);
  }

  /** Whether somebody else brings the same; where the files lie does not count. */
  boolean bringsSameAs(List<SourceFile> others) {
    return texts(files).equals(texts(others));
  }

  /**
   * What is to be live. Connections that the API makes and deletes are never pending: they are as
   * they are now.
   */
  Intended intended(LiveSet live) {
    Set<ResourceName> names = new HashSet<>(byApi);
    names.removeIf(name -> name.kind() == FileKind.CONNECTION);
    List<SourceFile> all = new ArrayList<>(files);
    all.removeIf(file -> isConnection(file) && byApi.contains(nameOf(file)));
    live.resources().stream()
        .filter(each -> each.kind() == FileKind.CONNECTION && !each.uploaded())
        .filter(each -> all.stream().noneMatch(file -> nameOf(file).equals(nameOf(each.file()))))
        .forEach(each -> {
          all.add(each.file());
          names.add(nameOf(each.file()));
        });
    return new Intended(all, names);
  }

  private static boolean isConnection(SourceFile file) {
    return file.kind().equals(Optional.of(FileKind.CONNECTION));
  }

  private static ResourceName nameOf(SourceFile file) {
    return new ResourceName(file.kind().orElseThrow(), file.name());
  }

  private static Set<List<Object>> texts(List<SourceFile> files) {
    return new HashSet<>(
        files.stream()
            .map(file -> List.<Object>of(file.kind(), file.name(), file.text()))
            .collect(Collectors.toList()));
  }
}
