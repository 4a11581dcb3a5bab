package dev.nightjar.project;

import java.util.Comparator;

/** A resource of a project. Sorted by kind (connections, data sources, pipes), then by name. */
public record ResourceName(FileKind kind, String name) implements Comparable<ResourceName> {
  private static final Comparator<ResourceName> ORDER =
      Comparator.comparing(ResourceName::kind).thenComparing(ResourceName::name);

  @Override
  public int compareTo(ResourceName other) {
    return ORDER.compare(this, other);
  }

  /** The bare file name, for example {@code orders.datasource}. */
  @Override
  public String toString() {
    return name + "." + kind.extension();
  }
}
