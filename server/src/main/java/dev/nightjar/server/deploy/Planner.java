package dev.nightjar.server.deploy;

import dev.nightjar.dynamodb.failure.AwsException;
import dev.nightjar.mirror.MirrorProblem;
import dev.nightjar.mirror.MirrorSpec;
import dev.nightjar.mirror.Mirrors;
import dev.nightjar.mirror.Validation;
import dev.nightjar.mirror.row.MirroredSchema;
import dev.nightjar.project.ConnectionFile;
import dev.nightjar.project.DatasourceFile;
import dev.nightjar.project.FileKind;
import dev.nightjar.project.Fingerprint;
import dev.nightjar.project.ParsedProject;
import dev.nightjar.project.PipeFile;
import dev.nightjar.project.Problem;
import dev.nightjar.project.Project;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.aws.ExternalIds;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import dev.nightjar.server.query.CircularPipesException;
import dev.nightjar.server.query.ServiceNames;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.SqlGate;
import dev.nightjar.server.query.SqlRefusedException;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.token.FileGrants;
import dev.nightjar.server.workspace.Workspace;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;

/** Compares files with what is deployed, and checks them; changes nothing. */
final class Planner {
  private final Secrets secrets;
  private final ExternalIds externalIds;
  private final Mirrors mirrors;
  private final SqlGate gate;
  private final ServiceTables service;
  private final PreparedTables prepared;

  Planner(
      Secrets secrets,
      ExternalIds externalIds,
      Mirrors mirrors,
      SqlGate gate,
      ServiceTables service,
      PreparedTables prepared) {
    this.secrets = secrets;
    this.externalIds = externalIds;
    this.mirrors = mirrors;
    this.gate = gate;
    this.service = service;
    this.prepared = prepared;
  }

  /**
   * What is wished besides what the files say.
   *
   * @param connect whether mirrors are to run
   * @param enable whether what their tables lack is to be switched on
   */
  record Wish(boolean connect, boolean enable) {}

  Plan plan(Workspace workspace, LiveSet live, Intended intended, Wish wish) {
    List<SourceFile> files = intended.files();
    ParsedProject parsed = ProjectParser.parse(files);
    Project project = parsed.project();
    Set<Problem> problems = new LinkedHashSet<>(parsed.problems());
    problems.addAll(
        ProjectChecks.check(project, gate, sql -> serviceNames(workspace, project, sql)));
    problems.addAll(FileGrants.problems(project));
    Views views = views(project);

    Names names = names(project, live);
    List<Prepared> beside = prepared.of(workspace);
    Map<String, DatasourceStep.Action> actions =
        TableActions.of(
            project, live, views, file -> connects(wish, beside, file) && hasMirror(live, file));
    List<DatasourceStep> steps = steps(workspace, project, live, actions, wish, beside, problems);
    Set<String> refused = new HashSet<>();
    steps = validated(steps, project, wish.enable(), problems, refused);
    problems.addAll(SharedTables.problems(workspace, steps, refused, mirrors));
    Set<String> renewed = renewedViews(live, views, actions);
    return new Plan(
        workspace,
        wish,
        live,
        files,
        intended.byApi(),
        project,
        names,
        steps,
        live.project().datasources().values().stream()
            .filter(file -> !project.datasources().containsKey(file.name()))
            .toList(),
        views,
        renewed,
        filledViews(live, views, renewed, actions),
        changedPipes(project, names),
        problems.stream().sorted(Comparator.comparing(Problem::position)).toList(),
        TableLosses.of(live, project, actions, steps));
  }

  private ServiceNames serviceNames(Workspace workspace, Project project, String sql) {
    return ServiceNames.of(sql, workspace.database(), new LiveSet(List.of(), project), service);
  }

  private static Views views(Project project) {
    try {
      return Views.of(project);
    } catch (CircularPipesException | SqlRefusedException e) {
      // the checks have reported it with its place, so nothing of this plan is carried out
      return Views.of(Project.empty());
    }
  }

  private static Names names(Project project, LiveSet live) {
    SortedSet<ResourceName> added = new TreeSet<>();
    SortedSet<ResourceName> changed = new TreeSet<>();
    SortedSet<ResourceName> deleted = new TreeSet<>();
    Map<ResourceName, String> after = fingerprints(project);
    Map<ResourceName, String> before = fingerprints(live.project());
    after.forEach((name, fingerprint) -> {
      String old = before.get(name);
      if (old == null) {
        added.add(name);
      } else if (!old.equals(fingerprint)) {
        changed.add(name);
      }
    });
    before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(deleted::add);
    return new Names(added, changed, deleted);
  }

  private static Map<ResourceName, String> fingerprints(Project project) {
    Map<ResourceName, String> all = new HashMap<>();
    for (DatasourceFile file : project.datasources().values()) {
      all.put(new ResourceName(FileKind.DATASOURCE, file.name()), Fingerprint.of(file));
    }
    for (PipeFile file : project.pipes().values()) {
      all.put(new ResourceName(FileKind.PIPE, file.name()), Fingerprint.of(file));
    }
    for (ConnectionFile file : project.connections().values()) {
      all.put(new ResourceName(FileKind.CONNECTION, file.name()), Fingerprint.of(file));
    }
    return all;
  }

  private List<DatasourceStep> steps(
      Workspace workspace,
      Project project,
      LiveSet live,
      Map<String, DatasourceStep.Action> actions,
      Wish wish,
      List<Prepared> beside,
      Set<Problem> problems) {
    MirrorSpecs specs = new MirrorSpecs(workspace, project, secrets, externalIds);
    List<DatasourceStep> steps = new ArrayList<>();
    for (DatasourceFile file : project.datasources().values()) {
      DatasourceStep.Action action = actions.get(file.name());
      Optional<LiveResource> before = live.find(FileKind.DATASOURCE, file.name());
      boolean mirrored = file.dynamoDb().isPresent();
      boolean connect = mirrored && connects(wish, beside, file);
      boolean fresh =
          action == DatasourceStep.Action.CREATE || action == DatasourceStep.Action.RECREATE;
      Optional<Prepared> there = fresh && mirrored ? standing(beside, file) : Optional.empty();
      String id =
          there
              .map(Prepared::id)
              .or(() -> before.filter(resource -> !fresh).map(LiveResource::id))
              .orElseGet(() -> "t_" + UUID.randomUUID().toString().replace("-", ""));
      Optional<MirrorSpec> spec = Optional.empty();
      if (mirrored) {
        MirrorSpecs.Result result = specs.of(id, file);
        spec =
            there.isPresent()
                ? result.spec().map(each -> each.at(Prepared.beside(workspace, id)))
                : result.spec();
        result.missing().forEach(problem -> problems.add(connect ? problem : softened(problem)));
        problems.addAll(result.wrong());
        problems.addAll(MirroredSchema.warnings(file));
      }
      boolean goesOn =
          action == DatasourceStep.Action.RECREATE
              && spec.isPresent()
              && connect
              && hasMirror(live, file);
      steps.add(
          new DatasourceStep(file, id, action, before, spec, connect, goesOn, there, List.of()));
    }
    return steps;
  }

  /** Whether a data source's mirror is to run: where one has begun beside, it is wished already. */
  private boolean connects(Wish wish, List<Prepared> beside, DatasourceFile file) {
    return wish.connect() || standing(beside, file).isPresent();
  }

  private boolean hasMirror(LiveSet live, DatasourceFile file) {
    return live.find(FileKind.DATASOURCE, file.name())
        .filter(resource -> mirrors.status(resource.id()).isPresent())
        .isPresent();
  }

  private Optional<Prepared> standing(List<Prepared> beside, DatasourceFile file) {
    return beside.stream()
        .filter(each -> isOf(each, file))
        .filter(each -> mirrors.status(each.id()).isPresent())
        .findFirst();
  }

  private static boolean isOf(Prepared prepared, DatasourceFile file) {
    return prepared.datasource().equals(file.name())
        && Optional.ofNullable(
                ProjectParser.parse(List.of(prepared.file()))
                    .project()
                    .datasources()
                    .get(file.name()))
            .filter(of -> TableShape.of(of).sameAs(TableShape.of(file)))
            .isPresent();
  }

  private static Problem softened(Problem problem) {
    return Problem.warning(problem.position(), problem.message());
  }

  /** Looks at the tables of the mirrors that are to begin, all at once; notes which cannot. */
  private List<DatasourceStep> validated(
      List<DatasourceStep> steps,
      Project project,
      boolean enable,
      Set<Problem> problems,
      Set<String> refused) {
    Map<String, Validation> found = new HashMap<>();
    List<DatasourceStep> waiting =
        steps.stream()
            .filter(step -> step.connect() && step.spec().isPresent())
            .filter(step -> mirrors.status(step.id()).isEmpty())
            .toList();
    Parallel.forEach(waiting, this::validate, (step, result) -> found.put(step.name(), result));
    List<DatasourceStep> result = new ArrayList<>();
    for (DatasourceStep step : steps) {
      Validation validation = found.getOrDefault(step.name(), new Validation(List.of(), List.of()));
      problems.addAll(validation.warnings());
      List<MirrorProblem> ofStep = validation.problems();
      if (MirrorProblems.onlyCredentialsAreMissing(ofStep)) {
        problems.add(withoutCredentials(step, ofStep.getFirst(), project));
        result.add(step.tablesOnly());
      } else if (enable && MirrorProblems.canBeSwitchedOn(ofStep)) {
        result.add(step.enabling(ofStep));
      } else {
        if (!ofStep.isEmpty()) {
          refused.add(step.name());
        }
        ofStep.stream()
            .filter(problem -> !MirrorProblems.isSaid(problem, problems))
            .forEach(problem -> problems.add(MirrorProblems.error(problem, step.file(), project)));
        result.add(step);
      }
    }
    return result;
  }

  private static Problem withoutCredentials(
      DatasourceStep step, MirrorProblem problem, Project project) {
    if (step.fresh() && step.file().engine().sortingKey().isEmpty()) {
      return MirrorProblems.error(
          new MirrorProblem(
              problem.reason(),
              Optional.empty(),
              problem.message(),
              "The file states no ENGINE_SORTING_KEY, and the table's keys cannot be looked up. State it, or give the server credentials."),
          step.file(),
          project);
    }
    return MirrorProblems.warning(
        problem,
        step.file(),
        project,
        "The data source's table stands; its mirror begins with the first build or deployment that finds credentials.");
  }

  private Validation validate(DatasourceStep step) {
    try {
      return mirrors.validate(step.spec().orElseThrow());
    } catch (AwsException e) {
      return new Validation(
          List.of(
              new MirrorProblem("aws_unavailable", Optional.empty(), e.getMessage(), "Try again.")),
          List.of());
    }
  }

  private static Set<String> renewedViews(
      LiveSet live, Views views, Map<String, DatasourceStep.Action> actions) {
    Views before = liveViews(live);
    return views.downstreamFirst().stream()
        .filter(view ->
            before.find(view.pipe()).filter(view::equals).isEmpty()
                || actions.get(view.target()) == DatasourceStep.Action.RECREATE
                || view.sources().stream()
                    .anyMatch(source -> actions.get(source) == DatasourceStep.Action.RECREATE))
        .map(Views.View::pipe)
        .collect(Collectors.toUnmodifiableSet());
  }

  /**
   * A view is filled when it is new, or when what it writes to begins empty; a changed one goes on
   * with what is there.
   */
  private static Set<String> filledViews(
      LiveSet live, Views views, Set<String> renewed, Map<String, DatasourceStep.Action> actions) {
    Views before = liveViews(live);
    Set<String> filled = new HashSet<>();
    for (String pipe : renewed) {
      Views.View view = views.find(pipe).orElseThrow();
      if (before.find(pipe).isEmpty()
          || actions.get(view.target()) == DatasourceStep.Action.RECREATE
          || actions.get(view.target()) == DatasourceStep.Action.CREATE) {
        filled.add(pipe);
      }
    }
    return Set.copyOf(filled);
  }

  static Views liveViews(LiveSet live) {
    return Views.of(live.project());
  }

  private static List<PipeFile> changedPipes(Project project, Names names) {
    return project.pipes().values().stream()
        .filter(pipe -> {
          ResourceName name = new ResourceName(FileKind.PIPE, pipe.name());
          return names.added().contains(name) || names.changed().contains(name);
        })
        .toList();
  }
}
