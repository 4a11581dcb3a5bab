package dev.nightjar.cli.chaos;

import dev.nightjar.proving.chaos.Saboteur;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/** A disk that says that it has synced the folders of the engine's tables, and has only once. */
final class ForgetfulDisk implements Saboteur {

  private final Set<String> synced = new HashSet<>();

  @Override
  public void spoil(URI clickHouse, String datasource) {}

  @Override
  public boolean diskKeepsItsWord(String path) {
    boolean ofATable = Files.exists(Path.of(path, "format_version.txt"));
    return !ofATable || synced.add(path);
  }
}
