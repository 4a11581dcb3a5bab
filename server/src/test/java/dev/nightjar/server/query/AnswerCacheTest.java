package dev.nightjar.server.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.nightjar.clickhouse.Parameter;
import dev.nightjar.project.ProjectParser;
import dev.nightjar.server.live.LiveSet;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class AnswerCacheTest {
  private static final Map<String, String> FILTER =
      Map.of("additional_table_filters", "{'w.t':'a = 1'}");

  private final AtomicLong seconds = new AtomicLong();
  private final AnswerCache cache = new AnswerCache(() -> TimeUnit.SECONDS.toNanos(seconds.get()));
  private final LiveSet live = deployment();

  @Test
  void anAnswerIsKeptAsLongAsTheEndpointSays() {
    AnswerCache.Key key = key(live, "SELECT 1", Map.of(), Map.of(), ResultFormat.JSON);
    cache.keep(key, kept(5));

    seconds.set(4);
    assertThat(cache.find(key)).isPresent();
    seconds.set(5);
    assertThat(cache.find(key)).isEmpty();
  }

  @Test
  void itIsFoundForTheSameQueryOfTheSameDeploymentUnderTheSameFiltersOnly() {
    Map<String, Parameter> one = Map.of("n0_0", Parameter.of("1"));
    cache.keep(key(live, "SELECT 1", one, FILTER, ResultFormat.JSON), kept(5));

    assertThat(cache.find(key(live, "SELECT 1", one, FILTER, ResultFormat.JSON))).isPresent();
    assertThat(cache.find(key(live, "SELECT 2", one, FILTER, ResultFormat.JSON))).isEmpty();
    assertThat(cache.find(key(live, "SELECT 1", Map.of(), FILTER, ResultFormat.JSON))).isEmpty();
    assertThat(cache.find(key(live, "SELECT 1", one, Map.of(), ResultFormat.JSON))).isEmpty();
    assertThat(cache.find(key(live, "SELECT 1", one, FILTER, ResultFormat.CSV))).isEmpty();
    assertThat(cache.find(key(deployment(), "SELECT 1", one, FILTER, ResultFormat.JSON))).isEmpty();
  }

  private static AnswerCache.Key key(
      LiveSet live,
      String sql,
      Map<String, Parameter> parameters,
      Map<String, String> settings,
      ResultFormat format) {
    return new AnswerCache.Key(live, "w", sql, parameters, settings, format);
  }

  private static AnswerCache.Kept kept(int keep) {
    return new AnswerCache.Kept(new byte[] {1}, 1, Duration.ofSeconds(keep));
  }

  private static LiveSet deployment() {
    return new LiveSet(List.of(), ProjectParser.parse(List.of()).project());
  }
}
