package dev.nightjar.server.deploy;

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
   * @param beside the data sources for which it does
   */
  static List<Feedback> of(Set<ResourceName> waiting, List<DatasourceStep> beside) {
    Set<String> built = beside.stream().map(DatasourceStep::name).collect(Collectors.toSet());
    String names =
        new TreeSet<>(built)
            .stream().map(name -> "`" + name + "`").collect(Collectors.joining(", "));
    List<Feedback> feedback = new ArrayList<>();
    for (ResourceName name : new TreeSet<>(waiting)) {
      boolean source = name.toString().endsWith(".datasource") && built.contains(name.name());
      feedback.add(
          new Feedback(
              Severity.WARNING,
              name.toString(),
              PENDING
                  + (source
                      ? "its new table is built beside the old one by a new export, and takes its place once it has caught up. Until then the data source keeps its old version."
                      : "it keeps its old version until "
                          + names
                          + (built.size() == 1
                              ? " has its new table."
                              : " have their new tables."))));
    }
    return feedback;
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
