package dev.nightjar.cli;

import dev.nightjar.cli.api.ServerClient;
import dev.nightjar.cli.api.ServerException;
import dev.nightjar.cli.files.ProjectFile;
import dev.nightjar.cli.files.ProjectFile.Kind;
import dev.nightjar.cli.files.ProjectFolder;
import dev.nightjar.cli.remote.LiveFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "push",
    description = {
      "The classic way: adds single files to what is live, and starts the mirrors of their tables. Nothing"
          + " that is live is deleted; what is there already is skipped unless --force replaces it.",
      "Without names, all data sources and pipes of this folder. Connections are not pushed: `connection"
          + " create dynamodb --classic` makes them, and its .connection file is not read."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  nightjar push mytable.datasource",
      "  nightjar push endpoints/orders_of.pipe --force",
      "  nightjar push --dry-run"
    })
final class PushCommand extends ServerTask {
  /** How often what is live is read where others deploy at the same time. */
  private static final int ATTEMPTS = 10;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..*",
      description = "Data sources and pipes (default: all of this folder).")
  List<Path> files = new ArrayList<>();

  @Option(names = "--force", description = "Replace what is live under the same names.")
  boolean force;

  @Option(names = "--dry-run", description = "Only say what would be pushed and what is wrong.")
  boolean dryRun;

  @Option(
      names = "--push-deps",
      description = "Push the files of this folder that the named ones need, too.")
  boolean dependencies;

  @Option(
      names = "--allow-destructive-operations",
      description = "Allow columns to be dropped or to get another type.")
  boolean destructive;

  @Option(
      names = "--enable",
      description =
          "Switch on what a DynamoDB table lacks: its stream and its point-in-time recovery.")
  boolean enable;

  PushCommand(Environment environment) {
    super(environment);
  }

  @Override
  int run(ServerClient server) {
    List<ProjectFile> wanted = wanted();
    for (int attempt = 1; ; attempt++) {
      String live = LiveFiles.deployment(server);
      try {
        push(server, wanted, live);
        return 0;
      } catch (ServerException e) {
        boolean moved =
            e.status() == Deployment.CONFLICT && !LiveFiles.deployment(server).equals(live);
        if (!moved || attempt == ATTEMPTS) {
          throw e;
        }
        terminal().note("Somebody deployed in between; what is live is read again.");
      }
    }
  }

  /**
   * @param live the deployment that the files are added to
   * @throws ServerException 409 if another one is live by then
   */
  private void push(ServerClient server, List<ProjectFile> wanted, String live) {
    Map<String, ProjectFile> whole = new LinkedHashMap<>();
    LiveFiles.own(server).forEach(file -> whole.put(key(file), asKept(file)));
    List<ProjectFile> pushed = new ArrayList<>();
    for (ProjectFile file : wanted) {
      if (whole.containsKey(key(file)) && !force) {
        terminal()
            .note(
                "△ "
                    + file.path()
                    + ": "
                    + file.resource()
                    + " already exists, skipping. --force replaces it.");
      } else {
        whole.put(key(file), file);
        pushed.add(file);
      }
    }
    if (pushed.isEmpty()) {
      terminal().note("Nothing to push.");
      return;
    }
    Deployment.Wish wish = new Deployment.Wish(dryRun, destructive, enable, true);
    new Deployment(server, terminal(), client.format())
        .run(List.copyOf(whole.values()), dryRun ? wish : wish.over(live));
    if (!dryRun && client.format() == OutputFormat.HUMAN) {
      loads(server, pushed);
    }
  }

  /** The jobs of the loads that have begun, as the classic command line shows them. */
  private void loads(ServerClient server, List<ProjectFile> pushed) {
    Set<String> names = new TreeSet<>();
    pushed.stream()
        .filter(file -> file.kind() == Kind.DATASOURCE)
        .forEach(file -> names.add(file.resource()));
    for (JsonNode job : server.get("/v0/jobs").path("jobs")) {
      String datasource = job.path("datasource").path("name").asString("");
      if (names.contains(datasource)
          && job.path("status").asString("").matches("waiting|working")) {
        terminal()
            .say("** Initial load of DynamoDB table started: " + job.path("job_url").asString(""));
      }
    }
  }

  private List<ProjectFile> wanted() {
    List<ProjectFile> all =
        ProjectFolder.list(environment().directory()).stream()
            .filter(file -> file.kind() != Kind.CONNECTION)
            .toList();
    if (files.isEmpty()) {
      if (all.isEmpty()) {
        throw new UserException(
            "There is no .datasource and no .pipe file in this folder or below.");
      }
      return all;
    }
    Set<ProjectFile> named = new LinkedHashSet<>();
    files.forEach(file -> named.add(named(file)));
    return List.copyOf(dependencies ? withDependencies(named, all) : named);
  }

  private ProjectFile named(Path path) {
    String name = String.valueOf(path.getFileName());
    if (name.endsWith(".connection")) {
      throw new UserException(
          path
              + ": connections are not pushed. `nightjar connection create dynamodb --classic` makes them, or deploy the project.");
    }
    if (!name.endsWith(".datasource") && !name.endsWith(".pipe")) {
      throw new UserException(path + ": only .datasource and .pipe files can be pushed.");
    }
    return ProjectFolder.one(environment().directory(), path);
  }

  /** Until nothing more is named by what is there: a name in the text is taken for a need. */
  private static Set<ProjectFile> withDependencies(Set<ProjectFile> named, List<ProjectFile> all) {
    Set<ProjectFile> whole = new LinkedHashSet<>(named);
    boolean grew = true;
    while (grew) {
      grew = false;
      for (ProjectFile other : all) {
        boolean needed =
            whole.stream()
                .anyMatch(file -> file.text().matches("(?s).*\\b" + other.resource() + "\\b.*"));
        grew |= needed && whole.add(other);
      }
    }
    return whole;
  }

  /** Under the path that the server gives to what the API made: so it stays the API's. */
  private static ProjectFile asKept(ProjectFile file) {
    return file.kind() == Kind.CONNECTION ? file : new ProjectFile(key(file), file.text());
  }

  private static String key(ProjectFile file) {
    return file.resource() + file.kind().extension();
  }
}
