package dev.nightjar.server.query;

import dev.nightjar.project.PipeFile;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.rights.Permission;
import dev.nightjar.server.rights.Rights;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a caller may name in SQL of its own. What it may not name is for it as if it were not there.
 */
public final class Readable {
  private final LiveSet live;
  private final Rights rights;
  private final Set<String> tables;

  /** What there is for whoever has these rights. */
  public Readable(LiveSet live, Rights rights) {
    this.live = live;
    this.rights = rights;
    this.tables = isAll() ? live.tables() : tablesOf(live, rights);
  }

  /** A quarantine holds rows of a table that a filter cannot be applied to: not among them. */
  private static Set<String> tablesOf(LiveSet live, Rights rights) {
    Set<String> tables = new TreeSet<>(live.project().datasources().keySet());
    tables.removeIf(name -> !rights.allow(Permission.DATASOURCES_READ, name));
    return tables;
  }

  /** Whether that is everything in the workspace. */
  public boolean isAll() {
    return rights.allow(Permission.WORKSPACE_READ_ALL);
  }

  /** Whether a token's filter hides some rows of a table. */
  public boolean isFiltered(String table) {
    return rights.filter(table).isPresent();
  }

  /** The tables, in order. */
  public Set<String> tables() {
    return new TreeSet<>(tables);
  }

  /** The pipes that can be read like tables, in order. */
  public Set<String> pipes() {
    Set<String> pipes = new TreeSet<>(live.project().pipes().keySet());
    pipes.removeIf(name -> pipe(name).isEmpty());
    return pipes;
  }

  /** A pipe that can be read like a table. */
  public Optional<PipeFile> pipe(String name) {
    return rights.allow(Permission.PIPES_READ, name) ? live.readablePipe(name) : Optional.empty();
  }

  /** Whether it is a table that can be read. */
  public boolean table(String name) {
    return tables.contains(name);
  }

  /** Whether it is a table or a pipe that can be read. */
  public boolean contains(String name) {
    return table(name) || pipe(name).isPresent();
  }

  LiveSet live() {
    return live;
  }

  Rights rights() {
    return rights;
  }
}
