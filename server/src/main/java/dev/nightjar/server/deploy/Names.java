package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.server.http.Json;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which resources a deployment adds, changes and deletes, by name.
 *
 * @param added not live before
 * @param changed live before, otherwise
 * @param deleted live before and not after
 */
record Names(
    SortedSet<ResourceName> added,
    SortedSet<ResourceName> changed,
    SortedSet<ResourceName> deleted) {
  static final Names NONE = new Names(new TreeSet<>(), new TreeSet<>(), new TreeSet<>());

  Names {
    added = copy(added);
    changed = copy(changed);
    deleted = copy(deleted);
  }

  private static SortedSet<ResourceName> copy(SortedSet<ResourceName> names) {
    return Collections.unmodifiableSortedSet(new TreeSet<>(names));
  }

  boolean isEmpty() {
    return added.isEmpty() && changed.isEmpty() && deleted.isEmpty();
  }

  /**
   * The same with further changed data sources: those whose mirror begins, though their file is as
   * before.
   */
  Names alsoChanged(List<String> datasources) {
    SortedSet<ResourceName> more = new TreeSet<>(changed);
    datasources.stream()
        .map(name -> new ResourceName(FileKind.DATASOURCE, name))
        .filter(name -> !added.contains(name))
        .forEach(more::add);
    return new Names(added, more, deleted);
  }

  /** The nine lists that clients read, and an empty one of changes of tokens. */
  Map<String, Object> toJson() {
    Map<String, Object> json = Json.object();
    put(json, "datasource", FileKind.DATASOURCE);
    put(json, "pipe", FileKind.PIPE);
    put(json, "data_connector", FileKind.CONNECTION);
    json.put("token_changes", List.of());
    return json;
  }

  private void put(Map<String, Object> json, String word, FileKind kind) {
    json.put("new_" + word + "_names", of(added, kind));
    json.put("changed_" + word + "_names", of(changed, kind));
    json.put("deleted_" + word + "_names", of(deleted, kind));
  }

  private static List<String> of(SortedSet<ResourceName> names, FileKind kind) {
    return names.stream().filter(name -> name.kind() == kind).map(ResourceName::name).toList();
  }
}
