package dev.nightjar.cli;

import dev.nightjar.cli.api.ProjectConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a project's datafiles are, and which branch of git it is on. */
final class ProjectPlace {

  private static final String REF = "ref: refs/heads/";

  private ProjectPlace() {}

  /** The folder that {@code tinybird.config.json} names, if the command is run outside of it. */
  static Path of(Environment environment, ProjectConfig config) {
    Path here = environment.directory();
    return config
        .folder()
        .map(Path::normalize)
        .filter(folder -> Files.isDirectory(folder) && folder.startsWith(here))
        .orElse(here);
  }

  /**
   * The branch of git, as Tinybird's clients name branches after it.
   *
   * @throws UserException on main or master, outside of git, and without a branch
   */
  static String branchOfGit(Path folder) {
    for (Path at = folder.toAbsolutePath(); at != null; at = at.getParent()) {
      Path git = at.resolve(".git");
      if (Files.exists(git)) {
        return name(head(git));
      }
    }
    throw new UserException(
        "tinybird.config.json has devMode branch, and this folder is not in git: name a branch by --branch, or use --local.");
  }

  private static String head(Path git) {
    try {
      Path folder =
          Files.isDirectory(git)
              ? git
              : git.resolveSibling(Files.readString(git).strip().replaceFirst("^gitdir: ", ""));
      return Files.readString(folder.resolve("HEAD")).strip();
    } catch (IOException e) {
      throw new UserException(git + " cannot be read: " + e.getMessage() + ".", e);
    }
  }

  private static String name(String head) {
    if (!head.startsWith(REF)) {
      throw new UserException("Git is on no branch here: check one out, or name one by --branch.");
    }
    String branch = head.substring(REF.length());
    if (branch.equals("main") || branch.equals("master")) {
      throw new UserException(
          "tinybird.config.json has devMode branch, and git is on "
              + branch
              + ": builds are for branches. Check one out, or `nightjar deploy`.");
    }
    return branch.replaceAll("[^A-Za-z0-9_]+", "_").replaceAll("_+", "_").replaceAll("^_|_$", "");
  }
}
