package dev.nightjar.server.deploy;

import dev.nightjar.project.FileKind;
import dev.nightjar.project.KnownResources;
import dev.nightjar.project.Project;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.project.ResourceName;
import dev.nightjar.project.SourceFile;
import dev.nightjar.server.live.LiveResource;
import dev.nightjar.server.live.LiveSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What is live and stays though an upload does not have it. */
final class StandingResources {
  private StandingResources() {}

  /**
   * The upload's files and what stays: whatever the API made one by one, and the connections that a
   * data source of the upload names (the Python SDK uploads no connections when it deploys). A file
   * that says {@code TYPE dynamodb} and no more, as the classic client writes it, stands for the
   * connection that the API made.
   *
   * @param inherited connections of the workspace that this one is a branch of
   */
  static List<SourceFile> added(
      List<SourceFile> uploaded, LiveSet live, List<LiveResource> inherited) {
    List<LiveResource> connections = connections(live, inherited);
    Set<String> madeByApi =
        connections.stream()
            .filter(each -> !each.uploaded())
            .map(LiveResource::name)
            .collect(Collectors.toSet());
    Project project =
        ProjectParser.parse(uploaded, new KnownResources(madeByApi, Set.of())).project();
    Set<String> bare =
        project.connections().values().stream()
            .filter(file -> file.type().equals("dynamodb") && file.dynamoDb().isEmpty())
            .map(file -> file.name())
            .filter(madeByApi::contains)
            .collect(Collectors.toSet());
    Set<String> named =
        project.datasources().values().stream()
            .flatMap(file -> file.dynamoDb().stream())
            .map(source -> source.connectionName())
            .collect(Collectors.toSet());

    List<SourceFile> files = new ArrayList<>();
    uploaded.stream()
        .filter(file -> !isConnection(file) || !bare.contains(file.name()))
        .forEach(files::add);
    Set<String> there =
        files.stream()
            .filter(StandingResources::isConnection)
            .map(SourceFile::name)
            .collect(Collectors.toSet());
    connections.stream()
        .filter(each -> !there.contains(each.name()))
        .filter(
            each -> named.contains(each.name()) || !each.uploaded() && !inherited.contains(each))
        .forEach(each -> files.add(each.file()));
    Set<ResourceName> brought =
        uploaded.stream()
            .flatMap(file -> file.kind().map(kind -> new ResourceName(kind, file.name())).stream())
            .collect(Collectors.toSet());
    live.resources().stream()
        .filter(each -> each.kind() != FileKind.CONNECTION && !each.uploaded())
        .filter(each -> !brought.contains(new ResourceName(each.kind(), each.name())))
        .forEach(each -> files.add(each.file()));
    return List.copyOf(files);
  }

  /** Its own, and those of the parent whose names it does not have. */
  private static List<LiveResource> connections(LiveSet live, List<LiveResource> inherited) {
    List<LiveResource> all =
        new ArrayList<>(
            live.resources().stream().filter(each -> each.kind() == FileKind.CONNECTION).toList());
    inherited.stream()
        .filter(each -> live.find(FileKind.CONNECTION, each.name()).isEmpty())
        .forEach(all::add);
    return all;
  }

  private static boolean isConnection(SourceFile file) {
    return file.kind().equals(Optional.of(FileKind.CONNECTION));
  }
}
