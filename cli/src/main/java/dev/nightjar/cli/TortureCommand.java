package dev.nightjar.cli;

import dev.nightjar.proving.world.SeedRange;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

@Command(
    name = "torture",
    description = {
      "Proves the mirror by simulation: the real mirror over a model of AWS and ClickHouse, in"
          + " virtual time, with crashes and faults drawn by a seed. Exit code 1 if a history"
          + " breaks a promise."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  nightjar torture --seeds 1..2000", "  nightjar torture --seeds 17"})
final class TortureCommand implements Callable<Integer> {

  @SuppressWarnings("UnusedVariable")
  private final Environment environment;

  @Option(
      names = "--seeds",
      defaultValue = "1..2000",
      paramLabel = "A..B",
      converter = SeedsConverter.class,
      description = "The seeds of the histories (default: ${DEFAULT-VALUE}).")
  SeedRange seeds;

  TortureCommand(Environment environment) {
    this.environment = environment;
  }

  @Override
  public Integer call() {
    throw new UserException("The simulated world is still being built: no seed was run.");
  }

  static final class SeedsConverter implements ITypeConverter<SeedRange> {

    @Override
    public SeedRange convert(String text) {
      try {
        return SeedRange.parse(text);
      } catch (IllegalArgumentException wrong) {
        throw new TypeConversionException(wrong.getMessage() + ".");
      }
    }
  }
}
