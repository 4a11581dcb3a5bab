package dev.nightjar.clickhouse.testing;

import dev.nightjar.clickhouse.ClickHouse;
import dev.nightjar.clickhouse.embedded.EmbeddedClickHouse;
import dev.nightjar.clickhouse.http.ClickHouseListener;
import dev.nightjar.clickhouse.http.FullRightsDoor;
import dev.nightjar.clickhouse.http.HttpInterface;
import dev.nightjar.clickhouse.http.HttpListeners;
import dev.nightjar.clickhouse.http.HttpOptions;
import dev.nightjar.clickhouse.http.ServerFacts;
import dev.nightjar.clickhouse.remote.RemoteClickHouse;
import dev.nightjar.clickhouse.remote.RemoteOptions;
import dev.nightjar.clickhouse.remote.Secret;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests the same as {@link EmbeddedEngine}, but as a ClickHouse somewhere else: over the HTTP
 * interface of the shared engine, for one test class.
 */
public final class RemoteEngine implements BeforeAllCallback, AfterAllCallback, ParameterResolver {
  private static final Namespace NAMESPACE = Namespace.create(RemoteEngine.class);
  private static final String PASSWORD = "s3cret'; -- ü";

  private record Pair(HttpListeners listeners, ClickHouse remote) {}

  @Override
  public void beforeAll(ExtensionContext context) throws BindException {
    EmbeddedClickHouse database = (EmbeddedClickHouse) EmbeddedEngine.shared();
    HttpListeners listeners =
        ClickHouseListener.open(
            Optional.of("127.0.0.1"),
            0,
            Duration.ofSeconds(5),
            new HttpInterface(
                new FullRightsDoor(database, PASSWORD),
                ServerFacts.of(database, "tested"),
                new HttpOptions(database.scratch(), 100 << 20)));
    ClickHouse remote =
        RemoteClickHouse.open(
            RemoteOptions.at(URI.create("http://127.0.0.1:" + listeners.port()))
                .as("default", Secret.of(PASSWORD)));
    context.getStore(NAMESPACE).put(Pair.class, new Pair(listeners, remote));
  }

  @Override
  public void afterAll(ExtensionContext context) {
    Pair pair = context.getStore(NAMESPACE).get(Pair.class, Pair.class);
    pair.remote().close();
    pair.listeners().close();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == ClickHouse.class || type == TestDatabase.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    ClickHouse remote = context.getStore(NAMESPACE).get(Pair.class, Pair.class).remote();
    if (parameter.getParameter().getType() == ClickHouse.class) {
      return remote;
    }
    return context
        .getStore(NAMESPACE)
        .computeIfAbsent(
            TestDatabase.class,
            _ -> TestDatabase.fresh(context.getRequiredTestClass().getSimpleName(), () -> remote),
            TestDatabase.class);
  }
}
