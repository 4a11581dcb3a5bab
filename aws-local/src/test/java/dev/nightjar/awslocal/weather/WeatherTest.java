package dev.nightjar.awslocal.weather;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.nightjar.awslocal.AwsLocal;
import dev.nightjar.awslocal.AwsLocalOptions;
import dev.nightjar.awslocal.backup.ExportOptions;
import dev.nightjar.awslocal.faults.Effect;
import dev.nightjar.awslocal.faults.Fault;
import dev.nightjar.awslocal.stream.StreamConditions;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A mix of troubles by a seed and a level. */
class WeatherTest {

  @Test
  void theSameSeedIsTheSameWeather() {
    Forecast one = Forecast.of(42, 7, ExportOptions.defaults());
    Forecast again = Forecast.of(42, 7, ExportOptions.defaults());

    assertThat(again.streams()).isEqualTo(one.streams());
    assertThat(again.exports()).isEqualTo(one.exports());
    assertThat(again.gusts()).hasSameSizeAs(one.gusts());
    assertThat(Forecast.of(43, 7, ExportOptions.defaults()).streams())
        .isNotEqualTo(one.streams().withSeed(43));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 99})
  void aHigherLevelIsWorseAndStaysWithinWhatAwsDoes(long seed) {
    Forecast mild = Forecast.of(seed, 1, ExportOptions.defaults());
    Forecast wild = Forecast.of(seed, 10, ExportOptions.defaults());

    assertThat(wild.streams().rolls()).isGreaterThan(mild.streams().rolls());
    assertThat(wild.streams().emptyPages()).isGreaterThan(mild.streams().emptyPages());
    assertThat(wild.streams().listing().lag()).isGreaterThan(mild.streams().listing().lag());
    assertThat(wild.exports().fuzz())
        .isGreaterThan(mild.exports().fuzz())
        .isLessThanOrEqualTo(Duration.ofMinutes(1));
    assertThat(wild.streams().retention()).as("nothing is lost").isEmpty();
  }

  @Test
  void aNewWeatherEndsTheOneBeforeAndLeavesOtherFaultsAlone() throws IOException {
    try (AwsLocal aws = AwsLocal.start(AwsLocalOptions.defaults())) {
      Fault own = aws.control().faults().on("STS.GetCallerIdentity").does(Effect.cut());

      aws.control().weather().begin(5, 4);
      List<Fault> storm = aws.control().faults().inForce();
      aws.control().weather().begin(5, 4);
      assertThat(aws.control().faults().inForce()).hasSameSizeAs(storm).contains(own);
      assertThat(storm).hasSizeGreaterThan(10);

      aws.control().weather().begin(5, 0);
      assertThat(aws.control().faults().inForce()).containsExactly(own);
      assertThat(aws.control().streams().conditions()).isEqualTo(StreamConditions.fair());
      assertThat(aws.control().exports().options()).isEqualTo(ExportOptions.defaults());

      assertThatThrownBy(() -> aws.control().weather().begin(5, 11))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("from 0 to 10");
    }
  }
}
