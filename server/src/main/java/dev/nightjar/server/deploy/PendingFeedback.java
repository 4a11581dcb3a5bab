package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What a deployment tells of that part of it which waits. */
final class PendingFeedback {
  private static final String PENDING = "pending: ";

  private PendingFeedback() {}

  /**
   * A sentence for each resource.
   *
   * @param waiting what waits
   * @param beside the data sources for which it does, for their new tables are being filled
   * @param kept those for which it does, because nothing may fill a new table now
   */
  static List<Feedback> of(
      Set<ResourceName> waiting, List<DatasourceStep> beside, List<DatasourceStep> kept) {
    Set<String> built = names(beside);
    Set<String> standing = names(kept);
    List<Feedback> feedback = new ArrayList<>();
    for (ResourceName name : new TreeSet<>(waiting)) {
      boolean source = name.kind() == FileKind.DATASOURCE;
      String message;
      if (source && standing.contains(name.name())) {
        message =
            "Its file has changed, and its old version stays, with its mirror and its rows: no mirror is started now, and nothing else would fill a new table. Build with connections (--with-connections), or deploy, to change it.";
      } else if (source && built.contains(name.name())) {
        message =
            PENDING
                + "its new table is built beside the old one by a new export, and takes its place once it has caught up. Until then the data source keeps its old version.";
      } else if (built.isEmpty()) {
        message =
            "It keeps its old version as long as %s %s."
                .formatted(listed(standing), standing.size() == 1 ? "does" : "do");
      } else {
        message =
            "%sit keeps its old version until %s %s."
                .formatted(
                    PENDING,
                    listed(built),
                    built.size() == 1 ? "has its new table" : "have their new tables");
      }
      feedback.add(new Feedback(Severity.WARNING, name.toString(), message));
    }
    return feedback;
  }

  private static Set<String> names(List<DatasourceStep> steps) {
    return steps.stream().map(DatasourceStep::name).collect(Collectors.toCollection(TreeSet::new));
  }

  private static String listed(Set<String> names) {
    return names.stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
  }

  /** The same as it is told before a deployment. */
  static List<Feedback> before(List<DatasourceStep> beside) {
    return beside.stream()
        .map(step ->
            new Feedback(
                Severity.INFO,
                step.name() + ".datasource",
                "Its new table is built beside the old one by a new export of the whole DynamoDB table, and takes its place once it has caught up. Until then the data source, and what reads it and changed with it, keep their old versions (pending)."))
        .toList();
  }

  /** What is left to say of a deployment once all of it is live. */
  static List<Feedback> afterwards(List<Feedback> before, List<DatasourceStep> swapped) {
    List<Feedback> feedback =
        new ArrayList<>(
            before.stream().filter(each -> !each.message().startsWith(PENDING)).toList());
    swapped.forEach(step ->
        feedback.add(
            new Feedback(
                Severity.INFO,
                step.name() + ".datasource",
                "Its new table has caught up and taken the place of the old one.")));
    return feedback;
  }
}
