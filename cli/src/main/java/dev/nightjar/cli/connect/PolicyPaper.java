package dev.nightjar.cli.connect;

import dev.nightjar.cli.UserException;
import dev.nightjar.cli.api.Json;
import dev.nightjar.cli.files.FileTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Writes the policies to files, and their forms to the screen. */
public final class PolicyPaper {

  private final Path directory;
  private final PolicyOutput output;

  /**
   * @param directory what a folder that is named is relative to
   */
  public PolicyPaper(Path directory, PolicyOutput output) {
    this.directory = directory;
    this.output = output;
  }

  /**
   * Writes both documents where a folder is named; files that are there are replaced.
   *
   * @return the files, as they were named
   * @throws UserException if they cannot be written
   */
  public List<String> write(RolePolicies policies) {
    if (output.folder().isEmpty()) {
      return List.of();
    }
    Path folder = directory.resolve(output.folder().get());
    try {
      Files.createDirectories(folder);
      Files.writeString(
          folder.resolve(PolicyForms.accessFile()), Json.pretty(policies.access()) + "\n");
      Files.writeString(
          folder.resolve(PolicyForms.trustFile()), Json.pretty(policies.trust()) + "\n");
    } catch (IOException e) {
      throw new UserException(
          "The policies cannot be written to " + folder + ": " + FileTrouble.of(e) + ".", e);
    }
    return List.of(
        output.folder().get().resolve(PolicyForms.accessFile()).toString(),
        output.folder().get().resolve(PolicyForms.trustFile()).toString());
  }

  /** What makes the role, in each form that is asked for. */
  public List<String> forms(RolePolicies policies, String table) {
    String name = PolicyForms.roleName(table);
    List<String> forms = new ArrayList<>();
    if (output.terraform()) {
      forms.add(PolicyForms.terraform(policies, name));
    }
    if (output.cloudFormation()) {
      forms.add(PolicyForms.cloudFormation(policies, name));
    }
    if (output.awsCli()) {
      forms.add(PolicyForms.awsCli(policies, name, output.folder().map(Path::toString).orElse("")));
    }
    return forms;
  }

  /** Whether something else makes the role than AWS's console. */
  boolean isCode() {
    return output.isCode();
  }
}
