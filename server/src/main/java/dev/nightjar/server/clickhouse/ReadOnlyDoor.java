package dev.nightjar.server.clickhouse;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.ClickHouseException;
import dev.nightjar.clickhouse.Fact;
import dev.nightjar.clickhouse.http.Credentials;
import dev.nightjar.clickhouse.http.FrontDoor;
import dev.nightjar.server.http.Access;
import dev.nightjar.server.http.Authenticator;
import dev.nightjar.server.http.Caller;
import dev.nightjar.server.http.HttpProblem;
import dev.nightjar.server.live.LiveSets;
import dev.nightjar.server.query.GatedSql;
import dev.nightjar.server.query.QueryLimits;
import dev.nightjar.server.query.ServiceTables;
import dev.nightjar.server.query.Templates;
import dev.nightjar.server.rights.Rights;
import dev.nightjar.server.secret.Secrets;
import dev.nightjar.server.workspace.Workspace;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets in whoever has a workspace's token as the password, by any user name ({@code tb} sends the
 * workspace's), and lets nobody change anything.
 */
public final class ReadOnlyDoor implements FrontDoor {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int TOO_MANY = 429;

  private final Authenticator tokens;
  private final LiveSets liveSets;
  private final ClickHouse clickHouse;
  private final GatedSql.Maker maker;
  private final QueryLimits limits;
  private final Secrets secrets;
  private final Fact<AllowedSettings> settings;
  private final Templates templates = new Templates();
  private final Places places;
  private final ServiceTables service;
  private final ServiceColumns serviceColumns;

  /**
   * A door.
   *
   * @param clickHouse where the workspaces' tables are
   * @param service what the server tells of itself
   * @param secrets that the nodes of pipes may name
   * @param limits what one query may take
   * @param results how many results may be on their way at a time, at least two
   */
  public ReadOnlyDoor(
      Authenticator tokens,
      LiveSets liveSets,
      ClickHouse clickHouse,
      ServiceTables service,
      Secrets secrets,
      QueryLimits limits,
      int results) {
    this.tokens = tokens;
    this.liveSets = liveSets;
    this.clickHouse = clickHouse;
    this.maker = new GatedSql.Maker(clickHouse, service, limits);
    this.secrets = secrets;
    this.limits = limits;
    this.settings = new Fact<>(() -> AllowedSettings.of(clickHouse));
    this.places = new Places(results, PATIENCE);
    this.service = service;
    this.serviceColumns = new ServiceColumns(clickHouse, service);
  }

  @Override
  public Guest admit(Credentials credentials) {
    return switch (caller(credentials)) {
      case Caller.Admin(Workspace workspace) -> guest(workspace, Rights.ALL, credentials);
      case Caller.Holder holder -> guest(holder.workspace(), holder.rights(), credentials);
      case Caller.User _, Caller.Anonymous _ -> throw credentials.rejected();
    };
  }

  private Guest guest(Workspace workspace, Rights rights, Credentials credentials) {
    return new ReadOnlyGuest(
        workspace,
        liveSets.of(workspace),
        rights,
        credentials.user(),
        clickHouse,
        maker,
        limits,
        settings.get(),
        templates,
        name -> secrets.value(workspace.id(), name),
        places,
        service,
        serviceColumns);
  }

  private Caller caller(Credentials credentials) {
    try {
      Optional<String> token =
          Optional.of(credentials.password()).filter(password -> !password.isEmpty());
      return tokens.authenticate(token, Access.SCOPED);
    } catch (HttpProblem e) {
      if (e.status() == TOO_MANY) {
        throw new ClickHouseException(202, "TOO_MANY_SIMULTANEOUS_QUERIES", e.getMessage());
      }
      throw credentials.rejected();
    }
  }
}
